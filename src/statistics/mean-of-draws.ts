import type { Interval } from './median-interval.js';

/** Values, and how often each occurs; the arrays have the same length. */
export interface Occurrences {
  readonly values: readonly number[];
  readonly times: ArrayLike<number>;
}

/** Share of a distribution that lies outside a 95 % interval on either side. */
const outerShare = 0.025;

/** Steps of the grid from the least value to the greatest. */
const gridSteps = 16;

/**
 * The interval that holds `least` and what the mean of some independent draws is in 95 % of all cases. A percentile
 * bootstrap tends to it with the number of its resamples; here none is drawn: probabilities are convolved on
 * a grid, where a value counts for the two points beside it in proportion, which widens a distribution
 * by a few thousandths.
 * @param drawn what is drawn from: all that occurs in any of them, each as probable as it occurs often.
 * @param drawCount at least 2.
 */
export function widenedByMeanOfDraws(
  least: Interval,
  drawn: readonly Occurrences[],
  drawCount: number,
): Interval {
  const { first, last, count } = extentOf(drawn);
  const step = (last - first) / gridSteps;
  if (step === 0) return least;
  const { sums, upTo } = workspaceOf(drawCount);
  sums[0]!.fill(0);
  for (const part of drawn) putOnGrid(part, count, first, step, sums[0]!);
  for (let index = 1; index < sums.length; index += 1) {
    convolve(sums[index - 1]!, sums[0]!, sums[index]!);
  }
  // Of the sum of all draws, its quantiles need no more than the sums of one half and of the rest.
  const half = sums[(drawCount >> 1) - 1]!;
  const rest = sums.at(-1)!;
  const lastPlace = half.length + rest.length - 2;
  const placeOf = (mean: number): number => ((mean - first) / step) * drawCount;
  const meanAt = (place: number): number => first + (place / drawCount) * step;
  const low = outerPlace(half, cumulate(rest, upTo), placeOf(least.low));
  half.reverse();
  if (rest !== half) rest.reverse();
  const high = outerPlace(half, cumulate(rest, upTo), lastPlace - placeOf(least.high));
  return {
    low: low === null ? least.low : Math.min(least.low, meanAt(low)),
    high: high === null ? least.high : Math.max(least.high, meanAt(lastPlace - high)),
  };
}

/** Overwritten by each call: to make arrays of this size anew takes longer than to fill them. */
interface Workspace {
  /** Probabilities of the sums of one draw, of two, and so on up to the larger half of all, by grid point. */
  readonly sums: readonly Float64Array[];
  readonly upTo: Float64Array;
}

const workspaceByDrawCount = new Map<number, Workspace>();

function workspaceOf(drawCount: number): Workspace {
  const known = workspaceByDrawCount.get(drawCount);
  if (known !== undefined) return known;
  const sums = Array.from(
    { length: Math.ceil(drawCount / 2) },
    (_, index) => new Float64Array((index + 1) * gridSteps + 1),
  );
  const workspace = { sums, upTo: new Float64Array(sums.at(-1)!.length) };
  workspaceByDrawCount.set(drawCount, workspace);
  return workspace;
}

/** The least and the greatest value, and how many there are. */
function extentOf(drawn: readonly Occurrences[]): { first: number; last: number; count: number } {
  let first = Infinity;
  let last = -Infinity;
  let count = 0;
  for (const { values, times } of drawn) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index]!;
      if (value < first) first = value;
      if (value > last) last = value;
      count += times[index]!;
    }
  }
  return { first, last, count };
}

/** @param count of all that occurs. */
function putOnGrid(
  { values, times }: Occurrences,
  count: number,
  first: number,
  step: number,
  shares: Float64Array,
): void {
  for (let index = 0; index < values.length; index += 1) {
    const weight = times[index]! / count;
    const place = (values[index]! - first) / step;
    const below = Math.min(Math.trunc(place), gridSteps - 1);
    const above = weight * (place - below);
    shares[below]! += weight - above;
    shares[below + 1]! += above;
  }
}

function convolve(a: Float64Array, b: Float64Array, result: Float64Array): void {
  result.fill(0);
  for (let i = 0; i < a.length; i += 1) {
    const share = a[i]!;
    if (share === 0) continue;
    for (let j = 0; j < b.length; j += 1) result[i + j]! += share * b[j]!;
  }
}

function cumulate(shares: Float64Array, upTo: Float64Array): Float64Array {
  let sum = 0;
  for (let index = 0; index < shares.length; index += 1) upTo[index] = sum += shares[index]!;
  return upTo;
}

/**
 * Where on the grid of the sum of two parts `outerShare` lies below, the probability of each point spread out half a step
 * to either side; null if that is beyond `limit`.
 */
function outerPlace(part: Float64Array, upToOfOther: Float64Array, limit: number): number | null {
  let below = -1;
  let place = Math.min(Math.ceil(limit), part.length + upToOfOther.length - 2);
  if (shareUpTo(place, part, upToOfOther) < outerShare) return null;
  while (place - below > 1) {
    const middle = (below + place) >> 1;
    if (shareUpTo(middle, part, upToOfOther) < outerShare) below = middle;
    else place = middle;
  }
  const before = shareUpTo(place - 1, part, upToOfOther);
  const own = shareUpTo(place, part, upToOfOther) - before;
  return place - 0.5 + (outerShare - before) / own;
}

/** The probability of that point of the grid of the sum of two parts and of all before it. */
function shareUpTo(place: number, part: Float64Array, upToOfOther: Float64Array): number {
  const last = upToOfOther.length - 1;
  let share = 0;
  for (let index = Math.min(place, part.length - 1); index >= 0; index -= 1) {
    share += part[index]! * upToOfOther[Math.min(place - index, last)]!;
  }
  return share;
}
