import type { CellAnalysis, GroupFacts } from '../analysis.js';
import { groupOf, isSameGroup, type MeasuredGroup } from './sweeps.js';
import { isThreePass } from '../../softmax/three-pass.js';

/** The sizes of a group, and the one that stands for memory. `cells` are those of the whole run. */
export function groupFacts(group: MeasuredGroup, cells: readonly CellAnalysis[]): GroupFacts {
  const own = cells.filter((cell) => isSameGroup(cell, group));
  const shown = outOfCacheCell(own);
  return {
    ...groupOf(group),
    elementCounts: group.sizes.map(({ elementCount }) => elementCount),
    outOfCacheElementCount: shown?.elementCount ?? null,
    isFarOutOfCache: shown?.isOutOfCache ?? false,
  };
}

/**
 * A cell of the largest size whose arrays each reach `outOfCacheMultiple` times the last-level cache,
 * else of the largest that no cache holds. Sizes at which two-pass and a three-pass algorithm were both
 * measured come first, as what is shown is their comparison.
 */
function outOfCacheCell(cells: readonly CellAnalysis[]): CellAnalysis | null {
  const beyond = cells.filter(({ region }) => region === 'memory');
  for (const candidates of [beyond.filter(({ isOutOfCache }) => isOutOfCache), beyond]) {
    const comparable = candidates.filter(
      ({ elementCount, algorithm }) =>
        algorithm === 'two-pass' &&
        candidates.some(
          (other) => other.elementCount === elementCount && isThreePass(other.algorithm),
        ),
    );
    const shown = largest(comparable) ?? largest(candidates);
    if (shown !== null) return shown;
  }
  return null;
}

function largest(cells: readonly CellAnalysis[]): CellAnalysis | null {
  return cells.reduce<CellAnalysis | null>(
    (best, cell) => (best === null || cell.elementCount > best.elementCount ? cell : best),
    null,
  );
}
