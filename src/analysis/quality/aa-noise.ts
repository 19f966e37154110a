import { twinIdOf } from '../../softmax/algorithms.js';
import { pairedCenter, pairedRatio } from '../../statistics/paired-ratio.js';
import type { CacheBoundary, FloorRatio, Group, NoiseFloor, Region } from '../analysis.js';
import { groupOf, isSameGroup, type MeasuredGroup } from '../cells/sweeps.js';
import type { MeasuredOutcome } from '../cells/measured.js';
import { placeOf } from '../../model/regions.js';
import { footprintBytes } from '../../softmax/traffic.js';
import { algorithmOf } from '../../softmax/algorithms.js';

/** What each algorithm that has a twin seems to differ by from itself, at every size of a group. */
export function noiseFloorsOf(
  group: MeasuredGroup,
  boundaries: readonly CacheBoundary[],
): readonly NoiseFloor[] {
  return twinsOf(group).flatMap(({ elementCount, outcome, twin }): readonly NoiseFloor[] => {
    const difference = pairedRatio(twin, outcome);
    if (difference === null) return [];
    const { algorithm } = outcome.cell;
    const { region, floorRatio } = floorAt(group, elementCount, boundaries, difference.ratio);
    return [{ ...groupOf(group), algorithm, elementCount, region, ...difference, floorRatio }];
  });
}

/** The `floorRatio` of each of `noiseFloorsOf`, without the intervals, which are nearly all of the work. */
export function floorRatiosOf(
  group: MeasuredGroup,
  boundaries: readonly CacheBoundary[],
): readonly FloorRatio[] {
  return twinsOf(group).flatMap(({ elementCount, outcome, twin }) => {
    const ratio = pairedCenter(twin, outcome);
    return ratio === null ? [] : [floorAt(group, elementCount, boundaries, ratio)];
  });
}

/** An algorithm and the same measured once more. */
interface Twins {
  readonly elementCount: number;
  readonly outcome: MeasuredOutcome;
  readonly twin: MeasuredOutcome;
}

function twinsOf({ sizes }: MeasuredGroup): readonly Twins[] {
  return sizes.flatMap(({ elementCount, measured }) =>
    [...measured.values()].flatMap((outcome) => {
      const twin = measured.get(twinIdOf(outcome.cell.algorithm));
      return twin === undefined ? [] : [{ elementCount, outcome, twin }];
    }),
  );
}

function floorAt(
  group: MeasuredGroup,
  elementCount: number,
  boundaries: readonly CacheBoundary[],
  ratio: number,
): FloorRatio {
  const { region } = placeOf(footprintBytes(algorithmOf('copy'), elementCount), boundaries);
  return { ...groupOf(group), region, floorRatio: Math.max(ratio, 1 / ratio) };
}

/**
 * The ratio below which no difference may be claimed at a place: what was seen in its region, or, where
 * no twin was measured in that, the most that was seen in its group. 1 when there was no twin at all.
 */
export function floorRatioAt(
  place: Group & { readonly region: Region },
  floors: readonly FloorRatio[],
): number {
  const ofGroup = floors.filter((floor) => isSameGroup(floor, place));
  const ofRegion = ofGroup.filter(({ region }) => region === place.region);
  const nearest = ofRegion.length > 0 ? ofRegion : ofGroup;
  return Math.max(1, ...nearest.map(({ floorRatio }) => floorRatio));
}
