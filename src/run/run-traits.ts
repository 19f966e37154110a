import type { RunTraits } from '../machine/doctor/check.js';
import type { Machine } from '../model/machine.js';
import type { RunPlan } from '../model/plan.js';
import { bytesOf, workingSetOf } from '../model/problem.js';

/** The traits of a plan that decide which findings matter for it. */
export function runTraitsOf(
  { cells, config }: Pick<RunPlan, 'cells' | 'config'>,
  { lastLevelCacheBytes }: Pick<Machine, 'lastLevelCacheBytes'>,
): RunTraits {
  return {
    isOutOfCache: cells.some(({ problem }) => bytesOf(problem) > lastLevelCacheBytes),
    isInCache: cells.some(({ problem }) => workingSetOf(problem) <= lastLevelCacheBytes),
    requestsHugePages: config.pages.some((pages) => pages !== 'default'),
  };
}
