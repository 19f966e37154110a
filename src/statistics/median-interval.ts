import { sortedCopy, sortedMedian } from './median.js';
import { createRandom } from './random.js';

/** Both ends belong to the interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Fewer observations give no interval: even their whole range covers the median only with
 * probability 1 - 2^(1-n), which is 0.94 for 5 and 0.97 for 6.
 */
export const minimumIntervalCount = 6;

/** Resamples that an interval is made from. */
export const resampleCount = 1000;

/** So many of the resamples lie outside a 95 % interval on either side. */
const outerCount = 0.025 * resampleCount;

/** Up to this many values; each takes some kilobytes. */
const rememberedCount = 256;

/**
 * 95 % interval of the median: the percentile bootstrap (Efron and Tibshirani 1993, chapter 13), from
 * 1000 resamples drawn by the generator of `random.ts`, widened to the order statistics that
 * hold the median with 95 % whatever the distribution (David and Nagaraja 2003, section 7.1). The
 * bootstrap alone misses the median of 7 values in 13 % of all draws. Same values and seed, same
 * interval; null for fewer than `minimumIntervalCount` values.
 */
export function medianInterval(values: readonly number[], seed: number): Interval | null {
  const count = values.length;
  if (count < minimumIntervalCount) return null;
  const sorted = sortedCopy(values);
  const { lower, upper, times, coveringRank: rank } = resampledRanks(count, seed);
  const least = { low: sorted[rank]!, high: sorted[count - 1 - rank]! };
  const below: number[] = [];
  const above: number[] = [];
  for (let index = 0; index < lower.length; index += 1) {
    const value = (sorted[lower[index]!]! + sorted[upper[index]!]!) / 2;
    const outside = value < least.low ? below : above;
    if (outside === above && value <= least.high) continue;
    for (let drawn = times[index]!; drawn > 0; drawn -= 1) outside.push(value);
  }
  // Typed arrays are sorted by value, without a call for each comparison.
  const low =
    below.length < outerCount ? least.low : new Float64Array(below).sort()[outerCount - 1]!;
  const high =
    above.length < outerCount ? least.high : new Float64Array(above).sort().at(-outerCount)!;
  return { low, high };
}

/** The medians of `resampleCount` resamples. */
export interface ResampledMedians {
  /** Of the sample itself. */
  readonly median: number;
  /** Those that occur, in no useful order. */
  readonly values: readonly number[];
  /** Of each value how many resamples have it. */
  readonly times: Uint32Array;
  readonly variance: number;
}

/** Always the same for the same values and seed. @throws RangeError for an empty sample. */
export function resampledMedians(values: readonly number[], seed: number): ResampledMedians {
  const sorted = sortedCopy(values);
  const median = sortedMedian(sorted);
  const { lower, upper, times } = resampledRanks(sorted.length, seed);
  const medians: number[] = [];
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < lower.length; index += 1) {
    const value = (sorted[lower[index]!]! + sorted[upper[index]!]!) / 2;
    const excess = value - median;
    medians.push(value);
    sum += times[index]! * excess;
    squares += times[index]! * excess * excess;
  }
  const variance = Math.max(0, squares / resampleCount - (sum / resampleCount) ** 2);
  return { median, values: medians, times, variance };
}

/** What resampling draws from a sorted sample of some length. */
interface ResampledRanks {
  /** The distinct pairs of ranks whose mean is the median of a resample, ordered by their sum. */
  readonly lower: Uint32Array;
  readonly upper: Uint32Array;
  /** How many resamples drew each pair. */
  readonly times: Uint32Array;
  readonly coveringRank: number;
}

/**
 * By the number of values, on which alone and the seed depends which ranks a resample draws: a document has thousands of
 * samples of a few lengths, and one seed.
 */
let remembered: { readonly seed: number; readonly byCount: ResampledRanks[] } | null = null;

function resampledRanks(count: number, seed: number): ResampledRanks {
  if (remembered?.seed !== seed) remembered = { seed, byCount: [] };
  const ranks = remembered.byCount[count] ?? drawRanks(count, seed);
  if (count <= rememberedCount) remembered.byCount[count] = ranks;
  return ranks;
}

function drawRanks(count: number, seed: number): ResampledRanks {
  const random = createRandom(seed);
  const drawn = new Uint32Array(count);
  const byRanks = new Map<string, { lower: number; upper: number; times: number }>();
  for (let resample = 0; resample < resampleCount; resample += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw += 1) drawn[Math.floor(random() * count)]! += 1;
    const lower = drawnRank(drawn, Math.floor((count - 1) / 2));
    const upper = drawnRank(drawn, Math.floor(count / 2));
    const key = `${lower}/${upper}`;
    byRanks.set(key, { lower, upper, times: (byRanks.get(key)?.times ?? 0) + 1 });
  }
  const pairs = [...byRanks.values()].sort((a, b) => a.lower + a.upper - b.lower - b.upper);
  return {
    lower: Uint32Array.from(pairs, (pair) => pair.lower),
    upper: Uint32Array.from(pairs, (pair) => pair.upper),
    times: Uint32Array.from(pairs, (pair) => pair.times),
    coveringRank: coveringRank(count),
  };
}

/** The rank in the sample of the value at `position` of the sorted resample. */
function drawnRank(drawn: Uint32Array, position: number): number {
  let passed = 0;
  return drawn.findIndex((times) => (passed += times) > position);
}

/**
 * The largest rank r, from 0, so that the values of ranks r and count - 1 - r hold the median with
 * at least 95 %: fewer than r + 1 of `count` fair coins fall on one side in at most 2.5 %.
 */
function coveringRank(count: number): number {
  let rank = 0;
  // In logarithms: 2^-count is no number for the many samples of a long run.
  let logTerm = -count * Math.LN2;
  let tail = Math.exp(logTerm);
  for (;;) {
    logTerm += Math.log((count - rank) / (rank + 1));
    tail += Math.exp(logTerm);
    if (tail > 0.025) return rank;
    rank += 1;
  }
}
