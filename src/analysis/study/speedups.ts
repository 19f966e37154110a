import { pointOf } from '../../model/axes.js';
import { algorithmOf, skeletonIdOf, type Algorithm } from '../../softmax/algorithms.js';
import { challengersOf, type Study } from '../../softmax/studies.js';
import {
  busStreamsOf,
  exactBytes,
  rowRegimeOf,
  type RowRegime,
} from '../../softmax/row-traffic.js';
import { streamsOf } from '../../softmax/traffic.js';
import { classify, knownRatio, pairedRatio } from '../../statistics/paired-ratio.js';
import type { MeasuredByImplementation } from '../cells/measured-sweeps.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import { floorRatioAt } from '../quality/aa-noise.js';
import type { FloorRatio } from '../quality/quality-schema.js';
import type { Speedup } from './study-schema.js';

/** Each challenger of the study over each rival, in every group of a sweep that has both. */
export function speedupsOf(
  study: Study,
  sweep: PlacedSweep,
  floors: readonly FloorRatio[],
): readonly Speedup[] {
  return sweep.groups.flatMap(({ measured }) =>
    challengersOf(study).flatMap((challenger) =>
      study.rivals.flatMap((over) => speedupOf(challenger, over, measured, sweep, floors) ?? []),
    ),
  );
}

function speedupOf(
  challenger: string,
  over: string,
  measured: MeasuredByImplementation,
  sweep: PlacedSweep,
  floors: readonly FloorRatio[],
): Speedup | null {
  const newer = measured.get(challenger);
  const older = measured.get(over);
  const speedup = newer === undefined || older === undefined ? null : pairedRatio(older, newer);
  if (newer === undefined || speedup === null) return null;
  const place = placeIn(sweep, newer.cell.problem);
  const floorRatio = floorRatioAt({ ...newer.cell, ...place }, floors);
  return {
    ...pointOf(newer.cell),
    ...place,
    over,
    ...speedup,
    floorRatio,
    classification: speedup.interval === null ? null : classify(speedup.interval, floorRatio),
    ...predictedSpeedups(challenger, over, (algorithm) =>
      rowRegimeOf(algorithm, newer.cell, sweep.caches.boundaries),
    ),
    predictedBySkeletons: skeletonSpeedup(challenger, over, measured),
  };
}

/** The speed-up if time were proportional to bytes: the paper's count, and with write-allocate. */
export function predictedSpeedups(
  implementation: string,
  over: string,
  regimeOf: (algorithm: Algorithm) => RowRegime | null = () => null,
): Pick<Speedup, 'predictedByPassBytes' | 'predictedByBusBytes'> {
  const newer = streamsOf(algorithmOf(implementation));
  const older = streamsOf(algorithmOf(over));
  const [newBus, oldBus] = [implementation, over].map((id) => {
    const algorithm = algorithmOf(id);
    return exactBytes(busStreamsOf(algorithm, regimeOf(algorithm)));
  });
  return {
    predictedByPassBytes: older.passBytes / newer.passBytes,
    predictedByBusBytes: newBus == null || oldBus == null ? null : oldBus / newBus,
  };
}

function skeletonSpeedup(
  implementation: string,
  over: string,
  measured: MeasuredByImplementation,
): number | null {
  const newer = measured.get(skeletonIdOf(implementation));
  const older = measured.get(skeletonIdOf(over));
  if (newer === undefined || older === undefined) return null;
  return knownRatio(pairedRatio(older, newer))?.ratio ?? null;
}
