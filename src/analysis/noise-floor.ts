import { twinIdOf } from '../softmax/algorithms.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import type { CacheBoundary, Group, NoiseFloor, Region } from './analysis.js';
import { groupOf, isSameGroup, type MeasuredGroup } from './groups.js';
import type { MeasuredOutcome } from './measured.js';
import { placeOf } from './regions.js';
import { footprintBytes } from '../softmax/traffic.js';
import { algorithmOf } from '../softmax/algorithms.js';

/** What each algorithm that has a twin seems to differ by from itself, at every size of a group. */
export function noiseFloorsOf(
  group: MeasuredGroup,
  boundaries: readonly CacheBoundary[],
): readonly NoiseFloor[] {
  return group.sizes.flatMap(({ elementCount, measured }) =>
    [...measured.values()].flatMap((outcome: MeasuredOutcome): readonly NoiseFloor[] => {
      const { algorithm } = outcome.cell;
      const twin = measured.get(twinIdOf(algorithm));
      const difference = twin === undefined ? null : pairedRatio(twin, outcome);
      if (difference === null) return [];
      const bytes = footprintBytes(algorithmOf('copy'), elementCount);
      return [
        {
          ...groupOf(group),
          algorithm,
          elementCount,
          region: placeOf(bytes, boundaries).region,
          ...difference,
          floorRatio: Math.max(difference.ratio, 1 / difference.ratio),
        },
      ];
    }),
  );
}

/**
 * The ratio below which no difference may be claimed at a place: what was seen in its region, or, where
 * no twin was measured in that, the most that was seen in its group. 1 when there was no twin at all.
 */
export function floorRatioAt(
  place: Group & { readonly region: Region },
  floors: readonly NoiseFloor[],
): number {
  const ofGroup = floors.filter((floor) => isSameGroup(floor, place));
  const ofRegion = ofGroup.filter(({ region }) => region === place.region);
  const nearest = ofRegion.length > 0 ? ofRegion : ofGroup;
  return Math.max(1, ...nearest.map(({ floorRatio }) => floorRatio));
}
