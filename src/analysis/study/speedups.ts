import { algorithmOf, algorithms, skeletonIdOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';
import type { MeasuredByAlgorithm } from '../cells/measured.js';
import type { CellAnalysis, NoiseFloor, Speedup } from '../analysis.js';
import { groupOf, type MeasuredGroup } from '../cells/sweeps.js';
import { floorRatioAt } from '../quality/aa-noise.js';
import { medianNsOf } from '../cells/outcome-summary.js';
import { classify, pairedRatio } from '../../statistics/paired-ratio.js';
import { isThreePass, threePassIds, type ThreePassId } from '../../softmax/three-pass.js';

const newerIds = algorithms
  .filter(({ id, computes }) => computes === 'softmax' && !isThreePass(id))
  .map(({ id }) => id);

/** Each newer algorithm over each three-pass one at every size of a group that holds both. */
export function speedupsOf(
  { sizes }: MeasuredGroup,
  cells: readonly CellAnalysis[],
  floors: readonly NoiseFloor[],
): readonly Speedup[] {
  const cellById = new Map(cells.map((cell) => [cell.id, cell]));
  return sizes.flatMap(({ measured }) =>
    newerIds.flatMap((algorithm) =>
      threePassIds.flatMap((over) => speedupOf(algorithm, over, measured, cellById, floors) ?? []),
    ),
  );
}

function speedupOf(
  algorithm: string,
  over: ThreePassId,
  measured: MeasuredByAlgorithm,
  cellById: ReadonlyMap<string, CellAnalysis>,
  floors: readonly NoiseFloor[],
): Speedup | null {
  const newer = measured.get(algorithm);
  const older = measured.get(over);
  if (newer === undefined || older === undefined) return null;
  const cell = cellById.get(newer.cell.id);
  const speedup = pairedRatio(older, newer);
  if (speedup === null || cell === undefined) return null;
  const floorRatio = floorRatioAt(cell, floors);
  return {
    ...groupOf(cell),
    algorithm,
    over,
    elementCount: cell.elementCount,
    footprintBytes: cell.footprintBytes,
    region: cell.region,
    isTransition: cell.isTransition,
    isOutOfCache: cell.isOutOfCache,
    ...speedup,
    floorRatio,
    classification: speedup.interval === null ? null : classify(speedup.interval, floorRatio),
    ...predictedSpeedups(algorithm, over),
    predictedBySkeletons: skeletonSpeedup(algorithm, over, measured),
  };
}

/** The speed-up if time were proportional to bytes: the paper's count, and with write-allocation. */
export function predictedSpeedups(
  algorithm: string,
  over: string,
): Pick<Speedup, 'predictedByPassBytes' | 'predictedByBusBytes'> {
  const newer = trafficOf(algorithmOf(algorithm), 1);
  const older = trafficOf(algorithmOf(over), 1);
  return {
    predictedByPassBytes: older.passBytes / newer.passBytes,
    predictedByBusBytes:
      older.busBytes === null || newer.busBytes === null ? null : older.busBytes / newer.busBytes,
  };
}

function skeletonSpeedup(
  algorithm: string,
  over: string,
  measured: MeasuredByAlgorithm,
): number | null {
  const newer = measured.get(skeletonIdOf(algorithm));
  const older = measured.get(skeletonIdOf(over));
  if (newer === undefined || older === undefined) return null;
  return medianNsOf(older) / medianNsOf(newer);
}
