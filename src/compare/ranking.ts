import type { CombinedMachine } from './combine.js';
import type { ComparedMachine } from './comparison.js';
import { compareLogs, isBetter, largestUndecidedLog, meanPoint, type LogPoint } from './ratio.js';
import type { SharedSet } from './shared-cells.js';

/** What a machine has from being compared with all others. */
export type RankFacts = Pick<ComparedMachine, 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'>;

const unranked: RankFacts = { rank: null, isTied: false, overBaseline: null, bordaShare: null };

/** Ranks the machines over the cells that all share. */
export function rankMachines(
  machines: readonly CombinedMachine[],
  baseline: CombinedMachine,
  { facts: { cellCount }, cells }: SharedSet,
): ReadonlyMap<CombinedMachine, RankFacts> {
  if (cellCount === 0) return new Map(machines.map((machine) => [machine, unranked]));
  const ranked = [...cells].map(([machine, own]) => ({ machine, own, mean: meanPoint(own) }));
  const otherCount = ranked.length - 1;
  const overall = countClaims(ranked.map(({ mean }) => mean));
  // In a cell a machine has a point for each other that is worse, and half a point for each tie.
  const points = ranked.map(() => 0);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const { better, worse } = countClaims(ranked.map(({ own }) => own[cell]!));
    points.forEach((_, index) => {
      points[index]! += (otherCount + worse[index]! - better[index]!) / 2;
    });
  }
  const base = ranked.find(({ machine }) => machine === baseline)!.mean;
  const facts = new Map(
    ranked.map(({ machine, mean }, index): [CombinedMachine, RankFacts] => [
      machine,
      {
        rank: 1 + overall.better[index]!,
        isTied: overall.better[index]! + overall.worse[index]! < otherCount,
        overBaseline: machine === baseline ? null : compareLogs(mean, base),
        bordaShare: otherCount === 0 ? null : points[index]! / (cellCount * otherCount),
      },
    ]),
  );
  return new Map(machines.map((machine) => [machine, facts.get(machine) ?? unranked]));
}

/**
 * Compares the points of a cell, one of each machine, in pairs.
 * @returns for each point how many others are significantly better and worse, by `compareLogs`.
 */
export function countClaims(points: readonly LogPoint[]) {
  const better = points.map(() => 0);
  const worse = points.map(() => 0);
  // From the best on, so that only the first of two can be the better one.
  const order = [...points.keys()].sort((a, b) => points[b]!.log - points[a]!.log);
  const sorted = order.map((index) => points[index]!);
  const farthest = largestUndecidedLog(points);
  /** By position, how many points are better than all from there on. */
  const betterThanRest = points.map(() => 0);
  sorted.forEach((upper, position) => {
    for (let next = position + 1; next < sorted.length; next += 1) {
      if (upper.log - sorted[next]!.log > farthest) {
        worse[order[position]!]! += sorted.length - next;
        betterThanRest[next]! += 1;
        break;
      }
      if (!isBetter(upper, sorted[next]!)) continue;
      worse[order[position]!]! += 1;
      better[order[next]!]! += 1;
    }
  });
  let restCount = 0;
  order.forEach((index, position) => {
    restCount += betterThanRest[position]!;
    better[index]! += restCount;
  });
  return { better, worse };
}
