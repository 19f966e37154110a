import { skeletonIdOf } from '../../softmax/algorithms.js';
import { passes, skeletonOfPass } from '../../softmax/passes.js';
import type {
  CellAnalysis,
  GroupFacts,
  PassAnalysis,
  PassTableRow,
  Ratio,
  Verdict,
} from '../analysis.js';
import { groupOf, isSameGroup, type MeasuredGroup } from '../cells/sweeps.js';
import type { MeasuredByAlgorithm } from '../cells/measured.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import { passSamples } from './pass-analysis.js';
import { verdictOfFraction } from '../study/verdict-rule.js';

/**
 * The passes of every softmax algorithm and the baselines beside them at the out-of-cache size.
 * @param measured the outcomes of the same group.
 */
export function passTableOf(
  group: GroupFacts,
  measured: MeasuredGroup,
  cells: readonly CellAnalysis[],
): readonly PassTableRow[] {
  const size = measured.sizes.find(
    ({ elementCount }) => elementCount === group.outOfCacheElementCount,
  );
  if (size === undefined) return [];
  const shown = cells.filter(
    (cell) => isSameGroup(cell, group) && cell.elementCount === size.elementCount,
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
        ...againstSkeleton(algorithm, pass.index, size.measured),
      };
    });
  });
}

/** The baseline with the traffic of a pass, whose name is that of its one pass, or null for none. */
function baselineOf({ pass, store, writes }: PassAnalysis): string | null {
  if (passes[pass].kind === 'memory') return null;
  const skeleton = skeletonOfPass(pass);
  return store === 'streaming' && writes.length > 0 ? `${skeleton}-streaming` : skeleton;
}

/**
 * The pass beside the same pass of the skeleton, which finds the caches as the passes before it left
 * them: a baseline by itself does not.
 */
function againstSkeleton(
  algorithm: string,
  index: number,
  measured: MeasuredByAlgorithm,
): { skeletonFraction: Ratio | null; verdict: Verdict | null } {
  const own = passSamples(measured.get(algorithm), index);
  const skeleton = passSamples(measured.get(skeletonIdOf(algorithm)), index);
  const skeletonFraction = own && skeleton && pairedRatio(skeleton, own);
  return {
    skeletonFraction,
    verdict: skeletonFraction && verdictOfFraction(skeletonFraction.ratio),
  };
}
