import { createRandom } from '../plan/random.js';

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

const resampleCount = 1000;

/** Each takes some kilobytes. */
const rememberedRankCount = 256;

/**
 * The value below which the share `p` of the sample lies, interpolated between order statistics
 * (Hyndman and Fan 1996, type 7). `values` need not be sorted and are left alone.
 * @param p in [0, 1].
 * @throws RangeError for an empty sample.
 */
export function quantile(values: readonly number[], p: number): number {
  return sortedQuantile(sortedCopy(values), p);
}

/** The middle value, or the mean of the two middle ones. @throws RangeError for an empty sample. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median of |value - median|, unscaled. @throws RangeError for an empty sample. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const center = median(values);
  return median(values.map((value) => Math.abs(value - center)));
}

/**
 * 95 % interval of the median: the percentile bootstrap (Efron and Tibshirani 1993, chapter 13), from
 * 1000 resamples drawn by the generator of `plan/random.ts`, widened to the order statistics that
 * hold the median with 95 % whatever the distribution (David and Nagaraja 2003, section 7.1). The
 * bootstrap alone misses the median of 7 values in 13 % of all draws. Same values and seed, same
 * interval; null for fewer than `minimumIntervalCount` values.
 */
export function medianInterval(values: readonly number[], seed: number): Interval | null {
  const count = values.length;
  if (count < minimumIntervalCount) return null;
  const sorted = sortedCopy(values);
  const medians = resampledRanks(count, seed)
    .map(({ lower, upper, times }) => ({ value: (sorted[lower]! + sorted[upper]!) / 2, times }))
    .sort((a, b) => a.value - b.value);
  const rank = coveringRank(count);
  return {
    low: Math.min(weightedQuantile(medians, 0.025), sorted[rank]!),
    high: Math.max(weightedQuantile(medians, 0.975), sorted[count - 1 - rank]!),
  };
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

/** Ranks in the sorted sample of the two values that a resample's median is the mean of. */
interface ResampledRanks {
  readonly lower: number;
  readonly upper: number;
  /** Resamples that drew them. */
  readonly times: number;
}

/**
 * Which ranks a resample draws depends on nothing but the number of values and the seed, and a
 * document has thousands of samples of a few lengths.
 */
const ranksByCountAndSeed = new Map<string, readonly ResampledRanks[]>();

function resampledRanks(count: number, seed: number): readonly ResampledRanks[] {
  const key = `${count}/${seed}`;
  const known = ranksByCountAndSeed.get(key);
  if (known !== undefined) return known;
  const ranks = drawRanks(count, seed);
  if (ranksByCountAndSeed.size >= rememberedRankCount) ranksByCountAndSeed.clear();
  ranksByCountAndSeed.set(key, ranks);
  return ranks;
}

function drawRanks(count: number, seed: number): readonly ResampledRanks[] {
  const random = createRandom(seed);
  const drawn = new Uint32Array(count);
  const byRanks = new Map<string, ResampledRanks>();
  for (let resample = 0; resample < resampleCount; resample += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw += 1) drawn[Math.floor(random() * count)]! += 1;
    const lower = drawnRank(drawn, Math.floor((count - 1) / 2));
    const upper = drawnRank(drawn, Math.floor(count / 2));
    const key = `${lower}/${upper}`;
    byRanks.set(key, { lower, upper, times: (byRanks.get(key)?.times ?? 0) + 1 });
  }
  return [...byRanks.values()];
}

/** The rank in the sample of the value at `position` of the sorted resample. */
function drawnRank(drawn: Uint32Array, position: number): number {
  let passed = 0;
  return drawn.findIndex((times) => (passed += times) > position);
}

/** `sortedQuantile` of a sample in which each value occurs so many times. */
function weightedQuantile(
  sorted: readonly { readonly value: number; readonly times: number }[],
  p: number,
): number {
  const position = p * (resampleCount - 1);
  const below = Math.floor(position);
  const valueAt = (rank: number): number => {
    let passed = 0;
    return sorted.find(({ times }) => (passed += times) > rank)!.value;
  };
  const low = valueAt(below);
  return low + (valueAt(below + 1) - low) * (position - below);
}

function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new RangeError('no quantile of an empty sample');
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

function sortedCopy(values: readonly number[]): Float64Array {
  return new Float64Array(values).sort();
}
