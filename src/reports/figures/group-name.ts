import type { Analysis, CellAnalysis, Group } from '../../analysis/analysis.js';
import { isSameGroup } from '../../analysis/cells/sweeps.js';

/** Whether something belongs to the group. */
export function isIn(group: Group): (other: Group) => boolean {
  return (other) => isSameGroup(other, group);
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
