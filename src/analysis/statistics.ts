import { createRandom } from '../plan/random.js';

/** Both ends belong to the interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Fewer observations give no interval: even their whole range covers the median only with
 * probability 1 - 2^(1-n), which is 0.875 for 4 and 0.94 for 5.
 */
export const minimumIntervalCount = 5;

const resampleCount = 1000;

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
 * 95 % percentile bootstrap interval of the median (Efron and Tibshirani 1993, chapter 13), from
 * 1000 resamples drawn by the generator of `plan/random.ts`: same values and seed, same interval.
 * Null for fewer than `minimumIntervalCount` values.
 */
export function medianInterval(values: readonly number[], seed: number): Interval | null {
  const count = values.length;
  if (count < minimumIntervalCount) return null;
  const sorted = sortedCopy(values);
  const random = createRandom(seed);
  const drawn = new Uint32Array(count);
  const medians = new Float64Array(resampleCount);
  for (let resample = 0; resample < resampleCount; resample += 1) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw += 1) drawn[Math.floor(random() * count)]! += 1;
    medians[resample] = medianOfDrawn(sorted, drawn);
  }
  medians.sort();
  return { low: sortedQuantile(medians, 0.025), high: sortedQuantile(medians, 0.975) };
}

/** Median of a resample given as how often each sorted value was drawn; saves sorting it. */
function medianOfDrawn(sorted: Float64Array, drawn: Uint32Array): number {
  const count = sorted.length;
  const lowerRank = Math.floor((count - 1) / 2);
  const upperRank = Math.floor(count / 2);
  let lower = Number.NaN;
  let passed = 0;
  for (let index = 0; index < count; index += 1) {
    const before = passed;
    passed += drawn[index]!;
    if (before <= lowerRank && lowerRank < passed) lower = sorted[index]!;
    if (upperRank < passed) return (lower + sorted[index]!) / 2;
  }
  return lower;
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
  return Float64Array.from(values).sort();
}
