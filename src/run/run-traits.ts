import type { RunTraits } from '../machine/doctor/check.js';
import type { Machine } from '../model/machine.js';
import type { RunPlan } from '../model/plan.js';
import { elementBytes } from '../softmax/traffic.js';

/** What of a plan decides which findings matter for it. */
export function runTraitsOf(
  { cells, config }: Pick<RunPlan, 'cells' | 'config'>,
  { lastLevelCacheBytes }: Pick<Machine, 'lastLevelCacheBytes'>,
): RunTraits {
  const arrayBytes = cells.map(({ elementCount }) => elementCount * elementBytes);
  return {
    isOutOfCache: arrayBytes.some((bytes) => bytes > lastLevelCacheBytes),
    // x and y.
    isInCache: arrayBytes.some((bytes) => 2 * bytes <= lastLevelCacheBytes),
    asksForHugePages: config.hugePages,
  };
}
