import { axisKey, pickAxes, sweepAxes } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { callElementsOf } from '../../model/threading.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import type { Study } from '../../softmax/studies.js';
import { classify, pairedRatio } from '../../statistics/paired-ratio.js';
import { sampleMedian } from '../../statistics/rounded-samples.js';
import { groupAt } from '../cells/measured-sweeps.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import { floorRatioAt } from '../quality/aa-noise.js';
import type { FloorRatio } from '../quality/quality-schema.js';
import type { VariantComparison } from './variant-schema.js';

/** What sweeps share that differ in the choice of variants alone. */
const settingAxes = sweepAxes.filter((name) => name !== 'profile');

/** The axes of a comparison. */
const comparedAxes = ['operation', 'implementation', 'problem', ...settingAxes] as const;

/**
 * The algorithms of a study with each choice of variants against the default, or against the first where that was not
 * measured; by sweep, problem and implementation. Empty for one choice.
 */
export function variantComparisonsOf(
  study: Study,
  sweeps: readonly PlacedSweep[],
  floors: readonly FloorRatio[],
): readonly VariantComparison[] {
  const settings = groupBy(sweeps, (sweep) => axisKey(sweep, settingAxes));
  return [...settings.values()].flatMap(([base, ...others]) =>
    others.length === 0 ? [] : comparisonsIn(study, base!, others, floors),
  );
}

function comparisonsIn(
  { operation }: Study,
  base: PlacedSweep,
  others: readonly PlacedSweep[],
  floors: readonly FloorRatio[],
): readonly VariantComparison[] {
  return base.groups.flatMap(({ problem, measured }) =>
    [...measured].flatMap(([id, outcome]): readonly VariantComparison[] => {
      const algorithm = algorithmOf(id);
      if (algorithm.operation !== operation || algorithm.controlOf !== null) return [];
      const place = placeIn(base, problem);
      const floorRatio = floorRatioAt({ ...outcome.cell, ...place }, floors);
      const found = others.flatMap((sweep) => {
        const other = groupAt(sweep, problem)?.measured.get(id);
        return other === undefined ? [] : [comparedWith(outcome, other, floorRatio)];
      });
      if (found.length === 0) return [];
      return [
        {
          ...pickAxes(outcome.cell, comparedAxes),
          ...place,
          base: base.profile,
          baseNsPerElement: nsPerElement(outcome),
          others: found,
        },
      ];
    }),
  );
}

function comparedWith(base: MeasuredOutcome, other: MeasuredOutcome, floorRatio: number) {
  const gain = pairedRatio(base, other);
  const interval = gain?.interval ?? null;
  return {
    profile: other.cell.profile,
    nsPerElement: nsPerElement(other),
    gain,
    classification: interval === null ? null : classify(interval, floorRatio),
  };
}

function nsPerElement(outcome: MeasuredOutcome): number {
  return sampleMedian(outcome) / callElementsOf(outcome.cell);
}
