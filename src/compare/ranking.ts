import { countClaims } from './claims.js';
import type { CombinedMachine } from './combine.js';
import type { ComparedMachine } from './comparison.js';
import { compareLogs, meanPoint } from './ratio.js';
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
  const ranked = [...cells].map(([machine, own]) => ({
    machine,
    cells: own,
    mean: {
      point: meanPoint(own.map(({ point }) => point)),
      twinFloorRatio: Math.max(...own.map(({ twinFloorRatio }) => twinFloorRatio)),
    },
  }));
  const otherCount = ranked.length - 1;
  const overall = countClaims(ranked.map(({ mean }) => mean));
  // In a cell a machine has a point for each other that is worse, and half a point for each that is no different.
  const points = new Float64Array(ranked.length);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const { better, worse } = countClaims(ranked.map((own) => own.cells[cell]!));
    for (let index = 0; index < ranked.length; index += 1) {
      points[index]! += (otherCount + worse[index]! - better[index]!) / 2;
    }
  }
  const base = ranked.find(({ machine }) => machine === baseline)!.mean;
  const standing = new Map(
    ranked.map(({ machine, mean }, index): [CombinedMachine, Standing] => [
      machine,
      {
        rank: 1 + overall.better[index]!,
        isTied: overall.better[index]! + overall.worse[index]! < otherCount,
        overBaseline:
          machine === baseline
            ? null
            : compareLogs(
                mean.point,
                base.point,
                Math.max(mean.twinFloorRatio, base.twinFloorRatio),
              ),
        bordaShare: otherCount === 0 ? null : points[index]! / (cellCount * otherCount),
      },
    ]),
  );
  return new Map(machines.map((machine) => [machine, standing.get(machine) ?? unranked]));
}
