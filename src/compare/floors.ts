import type { Group, Region } from '../analysis/analysis.js';
import { isSameGroup } from '../analysis/groups.js';
import { median } from '../statistics/median.js';
import type { CombinedMachine } from './combine.js';

/** By what an algorithm seemed to differ from itself at a place, as the median over runs; 1 without twins. */
export function twinFloor(
  { runs }: CombinedMachine,
  place: Group & { readonly region: Region },
): number {
  const ratios = runs.flatMap(({ floors }) =>
    floors
      .filter((floor) => floor.region === place.region && isSameGroup(floor, place))
      .map(({ floorRatio }) => floorRatio),
  );
  return ratios.length === 0 ? 1 : median(ratios);
}
