import { agreeIn, isSameSweep, sweepOf } from '../../model/axes.js';
import { nonTemporalIdOf, skeletonIdOf } from '../../softmax/algorithms.js';
import { passes, skeletonOfPass } from '../../softmax/passes.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import {
  groupAt,
  type MeasuredByImplementation,
  type MeasuredSweep,
} from '../cells/measured-sweeps.js';
import { verdictOfFraction } from '../cells/verdict-rule.js';
import { passSamples } from './pass-analysis.js';
import type { PassAnalysis, PassTableRow } from './pass-schema.js';

/**
 * The passes of every algorithm of the study, and the baselines, at the out-of-cache shape.
 * @param measuredSweep the outcomes of the same sweep.
 * @param cells those of the study, of every sweep.
 */
export function passTableOf(
  sweep: SweepFacts,
  measuredSweep: MeasuredSweep,
  cells: readonly CellAnalysis[],
): readonly PassTableRow[] {
  const group = groupAt(measuredSweep, sweep.outOfCacheProblem);
  if (group === undefined) return [];
  const { problem, measured } = group;
  const shown = cells.filter(
    (cell) => isSameSweep(cell, sweep) && agreeIn(cell, { problem }, ['problem']),
  );
  const baselineNs = new Map(
    shown.flatMap(({ implementation, kind, medianNs }) =>
      kind === 'baseline' ? [[implementation, medianNs] as const] : [],
    ),
  );
  return shown.flatMap(({ kind, implementation, passes: own }) => {
    if (kind === 'skeleton') return [];
    return (own ?? []).map((pass): PassTableRow => {
      const baseline = kind === 'baseline' ? null : baselineOf(pass);
      const ns = baseline === null ? undefined : baselineNs.get(baseline);
      const isComparable = ns !== undefined && pass.medianNs > 0;
      return {
        ...sweepOf(sweep),
        problem,
        ...pass,
        implementation,
        kind,
        baseline: ns === undefined ? null : baseline,
        baselineFraction: isComparable ? ns / pass.medianNs : null,
        ...overSkeleton(implementation, pass.index, measured),
      };
    });
  });
}

/** The baseline with the traffic of a pass, whose name is that of its one pass, or null for none. */
function baselineOf({ pass, store, writes }: PassAnalysis): string | null {
  if (passes[pass].kind === 'memory') return null;
  const skeleton = skeletonOfPass(pass);
  return store === 'non-temporal' && writes.length > 0 ? nonTemporalIdOf(skeleton) : skeleton;
}

/**
 * The pass over the same pass of the memory-only version, which finds the caches as the passes before it
 * left them: a baseline does not.
 */
function overSkeleton(
  implementation: string,
  index: number,
  measured: MeasuredByImplementation,
): Pick<PassTableRow, 'skeletonFraction' | 'verdict'> {
  const own = passSamples(measured.get(implementation), index);
  const skeleton = passSamples(measured.get(skeletonIdOf(implementation)), index);
  const skeletonFraction = own && skeleton && pairedRatio(skeleton, own);
  return {
    skeletonFraction,
    verdict: skeletonFraction && verdictOfFraction(skeletonFraction.ratio),
  };
}
