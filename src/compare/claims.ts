import { assumedFloorRatio, isBetter, type LogPoint } from './ratio.js';

const assumedFloorLog = Math.log(assumedFloorRatio);

/** A machine's point of a cell, and the ratio below which no difference to it is claimed, but for that of the other. */
export interface ClaimedPoint {
  readonly point: LogPoint;
  readonly twinFloorRatio: number;
}

/** Of each point, in the order of the points. */
export interface ClaimCounts {
  /** How many of the others are better, by the verdict of `compareLogs`. */
  readonly better: Uint32Array;
  /** How many are worse. */
  readonly worse: Uint32Array;
}

/**
 * Holds the points of a cell against one another, of a thousand machines half a million pairs: the verdict of
 * `compareLogs` on each with the larger floor of the two.
 */
export function countClaims(points: readonly ClaimedPoint[]): ClaimCounts {
  const logs = points.map(({ point }) => point.log);
  // From the best on: the sign of each difference is known, and what can be claimed changes only here and there.
  const order = [...points.keys()].sort((a, b) => logs[b]! - logs[a]!);
  const sorted = order.map((index) => points[index]!);
  const count = sorted.some(isRepeated) ? countOverRuns : countOfOneRun;
  const { better, worse } = count(sorted);
  return { better: unsorted(better, order), worse: unsorted(worse, order) };
}

function isRepeated({ point }: ClaimedPoint): boolean {
  return !Number.isNaN(point.betweenRuns);
}

function unsorted(values: Uint32Array, order: readonly number[]): Uint32Array {
  const result = new Uint32Array(values.length);
  order.forEach((index, place) => (result[index] = values[place]!));
  return result;
}

/** `countClaims` of sorted points of which none is known from several runs: by columns, in nanoseconds a pair. */
function countOfOneRun(sorted: readonly ClaimedPoint[]): ClaimCounts {
  const log = Float64Array.from(sorted, ({ point }) => point.log);
  const floorLog = Float64Array.from(sorted, (own) =>
    Math.max(Math.log(own.twinFloorRatio), assumedFloorLog),
  );
  const downSquared = Float64Array.from(sorted, ({ point }) => point.down ** 2);
  const upSquared = Float64Array.from(sorted, ({ point }) => point.up ** 2);
  const largestFloor = floorLog.reduce((a, b) => Math.max(a, b), 0);
  const largestUp = upSquared.reduce((a, b) => Math.max(a, b), 0);
  const better = new Uint32Array(sorted.length);
  const worse = new Uint32Array(sorted.length);
  /** By place, for how many points all from there on are worse. */
  const farFrom = new Uint32Array(sorted.length + 1);
  for (let upper = 0; upper < sorted.length; upper += 1) {
    // Read once: every load of the inner loop counts.
    const ownLog = log[upper]!;
    const ownFloor = floorLog[upper]!;
    const ownDown = downSquared[upper]!;
    // Whatever the floor and the interval of the other. Where some have none, that is nowhere.
    const enough = largestFloor + Math.sqrt(ownDown + largestUp);
    const far = firstBelow(log, ownLog - enough);
    let count = sorted.length - far;
    for (let lower = upper + 1; lower < far; lower += 1) {
      const floor = floorLog[lower]!;
      const margin = ownLog - log[lower]! - (floor > ownFloor ? floor : ownFloor);
      // Squares instead of a root. Without an interval the sum is no number, and nothing is more than that.
      if (margin > 0 && margin * margin > ownDown + upSquared[lower]!) {
        count += 1;
        better[lower]! += 1;
      }
    }
    worse[upper] = count;
    farFrom[far]! += 1;
  }
  let farCount = 0;
  for (let place = 0; place < sorted.length; place += 1) {
    farCount += farFrom[place]!;
    better[place]! += farCount;
  }
  return { better, worse };
}

/** The first place in descending values with a value below the limit; behind all if there is none. */
function firstBelow(descending: Float64Array, limit: number): number {
  let first = 0;
  let end = descending.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    if (descending[middle]! < limit) end = middle;
    else first = middle + 1;
  }
  return first;
}

/** The same where some are. */
function countOverRuns(sorted: readonly ClaimedPoint[]): ClaimCounts {
  const better = new Uint32Array(sorted.length);
  const worse = new Uint32Array(sorted.length);
  sorted.forEach((upper, place) => {
    for (let lower = place + 1; lower < sorted.length; lower += 1) {
      const other = sorted[lower]!;
      const floorRatio = Math.max(upper.twinFloorRatio, other.twinFloorRatio);
      if (!isBetter(upper.point, other.point, floorRatio)) continue;
      worse[place]! += 1;
      better[lower]! += 1;
    }
  });
  return { better, worse };
}
