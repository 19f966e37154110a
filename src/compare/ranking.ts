import type { CombinedMachine } from './combine.js';
import type { ComparedMachine } from './comparison.js';
import { claim, claimSum, compareLogs, logPoints, meanPoint } from './ratio.js';
import type { SharedSet } from './shared-cells.js';

/** What a machine has from being compared with all others. */
export type Standing = Pick<ComparedMachine, 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'>;

const unranked: Standing = { rank: null, isTied: false, overBaseline: null, bordaShare: null };

/** The standing of each machine over the cells that all share. */
export function standings(
  machines: readonly CombinedMachine[],
  baseline: CombinedMachine,
  { facts: { cellCount }, cells }: SharedSet,
): ReadonlyMap<CombinedMachine, Standing> {
  if (cellCount === 0) return new Map(machines.map((machine) => [machine, unranked]));
  const ranked = [...cells].map(([machine, own]) => {
    const points = own.map(({ point }) => point);
    const floors = own.map(({ twinFloorRatio }) => twinFloorRatio);
    const mean = meanPoint(points);
    const floor = Math.max(...floors);
    // The mean stands behind the cells.
    const columns = logPoints([...points, mean], [...floors, floor]);
    return { machine, mean, floor, columns };
  });
  const base = ranked.find(({ machine }) => machine === baseline)!;
  const better = new Uint32Array(ranked.length);
  const ties = new Uint32Array(ranked.length);
  const points = new Float64Array(ranked.length);
  for (let indexOfA = 0; indexOfA < ranked.length; indexOfA += 1) {
    const a = ranked[indexOfA]!.columns;
    for (let indexOfB = indexOfA + 1; indexOfB < ranked.length; indexOfB += 1) {
      const b = ranked[indexOfB]!.columns;
      const overall = claim(a, b, cellCount);
      if (overall === 0) {
        ties[indexOfA]! += 1;
        ties[indexOfB]! += 1;
      } else better[overall > 0 ? indexOfB : indexOfA]! += 1;
      const sum = claimSum(a, b, cellCount);
      points[indexOfA]! += (cellCount + sum) / 2;
      points[indexOfB]! += (cellCount - sum) / 2;
    }
  }
  const possible = cellCount * (ranked.length - 1);
  const standing = new Map(
    ranked.map(({ machine, mean, floor }, index): [CombinedMachine, Standing] => [
      machine,
      {
        rank: 1 + better[index]!,
        isTied: ties[index]! > 0,
        overBaseline:
          machine === baseline ? null : compareLogs(mean, base.mean, Math.max(floor, base.floor)),
        bordaShare: possible === 0 ? null : points[index]! / possible,
      },
    ]),
  );
  return new Map(machines.map((machine) => [machine, standing.get(machine) ?? unranked]));
}
