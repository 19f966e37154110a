import type { ComparedMachine } from './comparison.js';
import {
  hasInterval,
  isBetter,
  largestUndecidedLog,
  undecidedLogs,
  type LogPoint,
} from './ratio.js';

/** What a machine has from being compared with all others. */
export type RankFacts = Pick<ComparedMachine, 'rank' | 'isTied'>;

/** Of a machine that cannot be ranked. */
export const unranked: RankFacts = { rank: null, isTied: false };

/** Ranks machines by one point each. @returns by name. */
export function rankMachines(
  points: ReadonlyMap<string, LogPoint>,
): ReadonlyMap<string, RankFacts> {
  const { better, worse } = countClaims([...points.values()]);
  return new Map(
    [...points.keys()].map((name, index): [string, RankFacts] => [
      name,
      {
        rank: 1 + better[index]!,
        isTied: better[index]! + worse[index]! < points.size - 1,
      },
    ]),
  );
}

/**
 * Compares points, one of each machine, in pairs.
 * @returns for each point how many others are significantly better and worse, by `compareLogs`.
 */
export function countClaims(points: readonly LogPoint[]) {
  const better = points.map(() => 0);
  const worse = points.map(() => 0);
  // From the best on, so that only the first of two can be the better one.
  const order = judgedAmong(points).sort((a, b) => points[b]!.log - points[a]!.log);
  const sorted = order.map((index) => points[index]!);
  const farthest = largestUndecidedLog(sorted);
  const undecided = undecidedLogs(sorted);
  const leastUndecided = undecided.reduce((least, own) => Math.min(least, own), Infinity);
  /** By position, how many points are better than all from there on. */
  const betterThanRest = sorted.map(() => 0);
  sorted.forEach((upper, position) => {
    const nearest = Math.hypot(undecided[position]!, leastUndecided) * (1 - 1e-9);
    const start = firstBelow(sorted, upper.log - nearest, position + 1);
    for (let next = start; next < sorted.length; next += 1) {
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

/** The indices of points that can be better or worse than another: among single runs none without an interval. */
function judgedAmong(points: readonly LogPoint[]): number[] {
  const indices = [...points.keys()];
  return points.every(({ betweenRuns }) => Number.isNaN(betweenRuns))
    ? indices.filter((index) => hasInterval(points[index]!))
    : indices;
}

/** The first position from `start` on of a point of at most that logarithm. @param sorted descending. */
function firstBelow(sorted: readonly LogPoint[], log: number, start: number): number {
  let [low, high] = [start, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.log > log) low = middle + 1;
    else high = middle;
  }
  return low;
}
