import type { Group, Region } from '../analysis/analysis.js';
import { isSameGroup } from '../analysis/groups.js';
import { median } from '../statistics/median.js';
import type { CombinedMachine } from './combine.js';

/** By what an algorithm seemed to differ from itself at a place, as the median over runs; 1 without twins. */
export function twinFloor({ runs }: CombinedMachine, group: Group, region: Region): number {
  const ratios: number[] = [];
  for (const { floors } of runs) {
    for (const floor of floors) {
      if (floor.region === region && isSameGroup(floor, group)) ratios.push(floor.floorRatio);
    }
  }
  return ratios.length === 0 ? 1 : median(ratios);
}
