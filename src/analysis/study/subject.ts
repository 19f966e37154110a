import type { Group, GroupFacts } from '../analysis.js';
import { isSameGroup } from '../cells/sweeps.js';

/**
 * The group that stands for the run: of those that are as `wanted` the first that reached memory, else
 * the first; null when there is none. Groups begin with the fastest target.
 */
export function subjectOf(
  groups: readonly GroupFacts[],
  wanted: Partial<Group>,
): GroupFacts | null {
  const candidates = groups.filter((group) => isSameGroup(group, { ...group, ...wanted }));
  return (
    candidates.find(({ outOfCacheElementCount }) => outOfCacheElementCount !== null) ??
    candidates[0] ??
    null
  );
}
