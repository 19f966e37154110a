import type { Group, Speedup } from '../analysis.js';
import { isSameGroup } from '../cells/sweeps.js';

/**
 * Two-pass over the better of the two three-pass algorithms, the one that it gains less over, at one
 * size of a group; null when two-pass and a three-pass algorithm were not both measured there.
 * @param speedups those of the whole run.
 */
export function twoPassGain(
  group: Group,
  elementCount: number | null,
  speedups: readonly Speedup[],
): Speedup | null {
  return speedups
    .filter(
      (speedup) =>
        isSameGroup(speedup, group) &&
        speedup.algorithm === 'two-pass' &&
        speedup.elementCount === elementCount,
    )
    .reduce<Speedup | null>(
      (least, speedup) => (least === null || speedup.ratio < least.ratio ? speedup : least),
      null,
    );
}
