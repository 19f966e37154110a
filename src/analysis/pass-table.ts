import { passes, skeletonOfPass } from '../softmax/passes.js';
import type { CellAnalysis, GroupFacts, PassAnalysis, PassTableRow } from './analysis.js';
import { groupOf, isSameGroup } from './groups.js';

/** The passes of every softmax algorithm and the baselines beside them at the out-of-cache size. */
export function passTableOf(
  group: GroupFacts,
  cells: readonly CellAnalysis[],
): readonly PassTableRow[] {
  const shown = cells.filter(
    (cell) => isSameGroup(cell, group) && cell.elementCount === group.outOfCacheElementCount,
  );
  const baselineNs = new Map(
    shown.flatMap(({ algorithm, kind, medianNs }) =>
      kind === 'baseline' ? [[algorithm, medianNs] as const] : [],
    ),
  );
  return shown.flatMap(({ kind, algorithm, elementCount, passes: own }) => {
    if (kind === 'skeleton') return [];
    return (own ?? []).map((pass): PassTableRow => {
      const baseline = kind === 'baseline' ? null : baselineOf(pass);
      const fastestNs = baseline === null ? undefined : baselineNs.get(baseline);
      const isComparable = fastestNs !== undefined && pass.medianNs > 0;
      return {
        ...groupOf(group),
        ...pass,
        algorithm,
        kind,
        elementCount,
        baseline: fastestNs === undefined ? null : baseline,
        baselineFraction: isComparable ? fastestNs / pass.medianNs : null,
      };
    });
  });
}

/** The baseline with the traffic of a pass, whose name is that of its one pass, or null for none. */
function baselineOf({ pass, store, writes }: PassAnalysis): string | null {
  if (passes[pass].kind === 'memory') return null;
  const skeleton = skeletonOfPass(pass);
  if (skeleton === 'update') return null;
  return store === 'streaming' && writes.length > 0 ? `${skeleton}-streaming` : skeleton;
}
