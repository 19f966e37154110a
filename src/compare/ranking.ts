import type { CombinedMachine } from './combine.js';
import type { ComparedMachine } from './comparison.js';
import { claim, compareLogs, meanPoint } from './ratio.js';
import type { RankedCell, SharedSet } from './shared-cells.js';

/** What a machine has from being compared with all others. */
export type Standing = Pick<ComparedMachine, 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'>;

const unranked: Standing = { rank: null, isTied: false, overBaseline: null, bordaShare: null };

/** The standing of each machine over the cells that all share. */
export function standings(
  machines: readonly CombinedMachine[],
  baseline: CombinedMachine,
  { facts, cells }: SharedSet,
): ReadonlyMap<CombinedMachine, Standing> {
  if (facts.cellCount === 0) return new Map(machines.map((machine) => [machine, unranked]));
  const ranked = [...cells].map(([machine, own]) => ({
    machine,
    own,
    mean: {
      ...meanPoint(own),
      twinFloorRatio: Math.max(...own.map((cell) => cell.twinFloorRatio)),
    },
  }));
  const base = ranked.find(({ machine }) => machine === baseline)!;
  const better = new Array<number>(ranked.length).fill(0);
  const ties = new Array<number>(ranked.length).fill(0);
  const points = new Array<number>(ranked.length).fill(0);
  ranked.forEach((a, indexOfA) => {
    for (let indexOfB = indexOfA + 1; indexOfB < ranked.length; indexOfB += 1) {
      const b = ranked[indexOfB]!;
      const overall = claimCell(a.mean, b.mean);
      if (overall === 0) {
        ties[indexOfA]! += 1;
        ties[indexOfB]! += 1;
      } else better[overall > 0 ? indexOfB : indexOfA]! += 1;
      for (let cell = 0; cell < facts.cellCount; cell += 1) {
        const share = (1 + claimCell(a.own[cell]!, b.own[cell]!)) / 2;
        points[indexOfA]! += share;
        points[indexOfB]! += 1 - share;
      }
    }
  });
  const possible = facts.cellCount * (ranked.length - 1);
  const standing = new Map(
    ranked.map(({ machine, mean }, index): [CombinedMachine, Standing] => [
      machine,
      {
        rank: 1 + better[index]!,
        isTied: ties[index]! > 0,
        overBaseline:
          machine === baseline
            ? null
            : compareLogs(mean, base.mean, Math.max(mean.twinFloorRatio, base.mean.twinFloorRatio)),
        bordaShare: possible === 0 ? null : points[index]! / possible,
      },
    ]),
  );
  return new Map(machines.map((machine) => [machine, standing.get(machine) ?? unranked]));
}

function claimCell(a: RankedCell, b: RankedCell): -1 | 0 | 1 {
  return claim(a, b, Math.max(a.twinFloorRatio, b.twinFloorRatio));
}
