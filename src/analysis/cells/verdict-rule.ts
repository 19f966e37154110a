import type { KnownRatio } from '../../statistics/paired-ratio.js';
import type { Verdict } from '../shapes.js';

/** From this speed over the floor on, no arithmetic, however fast, would gain more than a ninth. */
export const memoryBoundFraction = 0.9;

/** Up to this speed over the floor, half of the time or more is not transfer. */
export const computeBoundFraction = 0.5;

/** The rule of `verdictOf` as reports state it. */
export const verdictRule =
  `memory-bound: at least ${memoryBoundFraction}x the speed of the read + copy floor (the measured times of the ` +
  `baselines of its passes, added; copy-nt for NT stores); compute-bound: at most ${computeBoundFraction}x; mixed: between; undecided: ` +
  'the 95% CI crosses an edge. In cache, memory is the level that holds the data. Above 1x, either its passes find ' +
  'lines that the pass before left in cache (its memory-only version does so too), or its arithmetic spaces loads ' +
  'and stores better than a plain copy does (it is faster than its memory-only version)';

/** What limits an algorithm or a pass, by its speed over its floor. Both edges belong to the outer verdicts. */
export function verdictOf({ interval: { low, high } }: KnownRatio): Verdict {
  if (low >= memoryBoundFraction) return 'memory-bound';
  if (high <= computeBoundFraction) return 'compute-bound';
  return low > computeBoundFraction && high < memoryBoundFraction ? 'mixed' : 'undecided';
}
