import { sweepAxes, sweepOf, type Sweep } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import type { Region } from '../../model/region.js';
import { aaControlIdOf } from '../../softmax/algorithms.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import type { AaNoise, FloorRatio } from './quality-schema.js';

/** What each A/A control of a sweep differs by from its original, by ascending problem. */
export function aaNoiseOf(sweep: PlacedSweep): readonly AaNoise[] {
  return sweep.groups.flatMap(({ problem, measured }) =>
    [...measured].flatMap(([implementation, original]): readonly AaNoise[] => {
      const control = measured.get(aaControlIdOf(implementation));
      const difference = control === undefined ? null : pairedRatio(control, original);
      if (difference === null) return [];
      const { region } = placeIn(sweep, problem);
      const { ratio, interval } = difference;
      const floorRatio = interval === null ? null : Math.max(ratio, 1 / ratio);
      return [{ ...sweepOf(sweep), implementation, problem, region, ...difference, floorRatio }];
    }),
  );
}

/** The noise floors among A/A noise. */
export function knownFloors(aaNoise: readonly AaNoise[]): readonly FloorRatio[] {
  return aaNoise.flatMap((noise) => {
    const { floorRatio } = noise;
    return floorRatio === null ? [] : [{ ...noise, floorRatio }];
  });
}

/**
 * The ratio below which a difference counts as a tie in a region: the largest A/A noise seen there, or, where
 * no A/A control was measured in that region, the largest seen in the sweep. 1 without any in enough rounds.
 */
export function floorRatioAt(
  place: Sweep & { readonly region: Region },
  floors: readonly FloorRatio[],
): number {
  const ofSweep = matching(floors, place, sweepAxes);
  const ofRegion = ofSweep.filter(({ region }) => region === place.region);
  const nearest = ofRegion.length > 0 ? ofRegion : ofSweep;
  return Math.max(1, ...nearest.map(({ floorRatio }) => floorRatio));
}
