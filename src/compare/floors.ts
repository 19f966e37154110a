import type { Group, Region } from '../analysis/analysis.js';
import { isSameGroup } from '../analysis/cells/sweeps.js';
import { median } from '../statistics/median.js';
import type { CombinedMachine } from './combine.js';

/** By what an algorithm seemed to differ from itself in a region; 1 without twins. */
export type FloorAt = (region: Region) => number;

/** The floors of a group of a machine, as the medians over its runs. */
export function twinFloors({ runs }: CombinedMachine, group: Group): FloorAt {
  const ratios = new Map<Region, number[]>();
  for (const { floors } of runs) {
    for (const floor of floors) {
      if (!isSameGroup(floor, group)) continue;
      const known = ratios.get(floor.region);
      if (known === undefined) ratios.set(floor.region, [floor.floorRatio]);
      else known.push(floor.floorRatio);
    }
  }
  const floors = new Map([...ratios].map(([region, own]) => [region, median(own)]));
  return (region) => floors.get(region) ?? 1;
}
