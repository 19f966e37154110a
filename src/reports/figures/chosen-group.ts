import type { Analysis, CellAnalysis, Group, GroupFacts } from '../../analysis/analysis.js';

/**
 * The group that figures over sizes and passes show: the first that reached memory, else the first.
 * One figure of one target says more than one that lays several over each other; tables hold them all.
 */
export function chosenGroup({ groups }: Analysis): GroupFacts | undefined {
  return groups.find(({ outOfCacheElementCount }) => outOfCacheElementCount !== null) ?? groups[0];
}

/** Whether something belongs to the group. */
export function isIn(group: Group): (other: Group) => boolean {
  return (other) =>
    other.target === group.target &&
    other.cacheState === group.cacheState &&
    other.threadCount === group.threadCount;
}

/** The measured cells of the group. */
export function cellsIn(analysis: Analysis, group: Group): readonly CellAnalysis[] {
  return analysis.cells.filter(isIn(group));
}

/** The group in a few words: `avx512, cache state paper, 1 thread`. */
export function nameOf({ target, cacheState, threadCount }: Group): string {
  const threads = threadCount === 1 ? '1 thread' : `${threadCount} threads`;
  return `${target}, cache state ${cacheState}, ${threads}`;
}

/** The sentence that stands for figures of memory when no size of the group reached it. */
export function notOutOfCache({ target }: Group): string {
  return `Every size that was measured on ${target} fits in a cache, so there is nothing to show of memory.`;
}

/** The sentence that stands for every figure of a run that measured nothing. */
export const nothingMeasured = 'Nothing was measured, so there is nothing to show.';
