import { groupAxes, sweepOf } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import { skeletonIdOf } from '../../softmax/algorithms.js';
import { baselineOf } from '../../softmax/floor.js';
import { knownRatio, pairedRatio, type KnownRatio } from '../../statistics/paired-ratio.js';
import type { RoundedSamples } from '../../statistics/rounded-samples.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import { groupAt, type MeasuredSweep } from '../cells/measured-sweeps.js';
import { verdictOf } from '../cells/verdict-rule.js';
import { passSamples } from './pass-analysis.js';
import type { PassTableRow } from './pass-schema.js';

/**
 * The passes of every algorithm of the study, and the baselines, at the out-of-cache shape; none of rows that stay in a
 * cache between their passes, of which only the first is one of memory.
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
  const shown = matching(cells, { ...sweep, problem }, groupAxes);
  return shown.flatMap(({ kind, implementation, rows, passes: own }) => {
    if (kind === 'skeleton' || (rows !== undefined && rows.regime !== 'lost')) return [];
    return (own ?? []).map((pass): PassTableRow => {
      const fractionOf = speedOver(passSamples(measured.get(implementation), pass.index));
      const baseline = baselineOf(pass);
      const baselineSamples = baseline === null ? null : passSamples(measured.get(baseline), 0);
      const baselineFraction = fractionOf(baselineSamples);
      return {
        ...sweepOf(sweep),
        problem,
        ...pass,
        implementation,
        kind,
        baseline: baselineSamples && baseline,
        baselineFraction,
        verdict: baselineFraction && verdictOf(baselineFraction),
        skeletonFraction: fractionOf(
          passSamples(measured.get(skeletonIdOf(implementation)), pass.index),
        ),
      };
    });
  });
}

/** The speed of a pass over that of another; the same pass of a memory-only version finds the caches in the same state. */
function speedOver(own: RoundedSamples | null) {
  return (other: RoundedSamples | null): KnownRatio | null =>
    own === null || other === null ? null : knownRatio(pairedRatio(other, own));
}
