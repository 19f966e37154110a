import { isBetter, type LogPoint } from './ratio.js';

/** For each point, in the order of the points, how many others are significantly better and worse. */
export interface ClaimCounts {
  readonly better: readonly number[];
  readonly worse: readonly number[];
}

/** Compares the points of a cell, one of each machine, in pairs: the verdicts of `compareLogs`, counted. */
export function countClaims(points: readonly LogPoint[]): ClaimCounts {
  const better = points.map(() => 0);
  const worse = points.map(() => 0);
  // From the best on, so that only the first of two can be the better one.
  const order = [...points.keys()].sort((a, b) => points[b]!.log - points[a]!.log);
  const sorted = order.map((index) => points[index]!);
  sorted.forEach((upper, position) => {
    for (let next = position + 1; next < sorted.length; next += 1) {
      if (!isBetter(upper, sorted[next]!)) continue;
      worse[order[position]!]! += 1;
      better[order[next]!]! += 1;
    }
  });
  return { better, worse };
}
