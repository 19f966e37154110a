import type { ComparedMachine } from './comparison.js';
import { compareLogs, isBetter, largestUndecidedLog, meanPoint, type LogPoint } from './ratio.js';
import type { SharedSet } from './shared-cells.js';

/** What a machine has from being compared with all others. */
export type RankFacts = Pick<ComparedMachine, 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'>;

/** Of a machine that shares no cell. */
export const unranked: RankFacts = {
  rank: null,
  isTied: false,
  overBaseline: null,
  bordaShare: null,
};

/** Ranks the machines over the cells that all share. @returns by name; without those that share none. */
export function rankMachines(
  baseline: string,
  { facts: { cellCount }, points: pointsByName }: SharedSet,
): ReadonlyMap<string, RankFacts> {
  if (cellCount === 0) return new Map();
  const ranked = [...pointsByName].map(([name, own]) => ({ name, own, mean: meanPoint(own) }));
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
  const base = ranked.find(({ name }) => name === baseline)!.mean;
  return new Map(
    ranked.map(({ name, mean }, index): [string, RankFacts] => [
      name,
      {
        rank: 1 + overall.better[index]!,
        isTied: overall.better[index]! + overall.worse[index]! < otherCount,
        overBaseline: name === baseline ? null : compareLogs(mean, base),
        bordaShare: otherCount === 0 ? null : points[index]! / (cellCount * otherCount),
      },
    ]),
  );
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
