import type { PairedRatio } from '../../statistics/paired-ratio.js';
import type { Verdict } from '../shapes.js';

/**
 * The rule, on the share of the speed of its memory-only version that an algorithm reaches. That version
 * runs the same passes without arithmetic, so the rest of the time is arithmetic that transfers do not hide:
 * - at least 0.9: `memory-bound`; no arithmetic, however fast, would gain more than a tenth;
 * - at most 0.5: `compute-bound`; half of the time or more is arithmetic that nothing hides;
 * - between: `mixed`.
 * Both edges belong to the outer verdicts. In cache, `memory` is the level that holds the data.
 */
const memoryBoundFraction = 0.9;
const computeBoundFraction = 0.5;

/** The verdict on a share of the memory-only speed. */
export function verdictOfFraction(fraction: number): Verdict {
  if (fraction >= memoryBoundFraction) return 'memory-bound';
  return fraction <= computeBoundFraction ? 'compute-bound' : 'mixed';
}

/** Whether another verdict lies within the interval, or there are too few rounds for one. */
export function isVerdictUncertain({ ratio, interval }: PairedRatio): boolean {
  if (interval === null) return true;
  const verdict = verdictOfFraction(ratio);
  return (
    verdictOfFraction(interval.low) !== verdict || verdictOfFraction(interval.high) !== verdict
  );
}
