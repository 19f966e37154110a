import { orderStatistics } from './median.js';

/** Both ends belong to the interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Half the width of an interval with positive ends, as a share of its centre on a logarithmic scale. */
export function relativeHalfWidth({ low, high }: Interval): number {
  return Math.sqrt(high / low) - 1;
}

/** The interval of the inverse of a positive quantity. */
export function reciprocal({ low, high }: Interval): Interval {
  return { low: 1 / high, high: 1 / low };
}

/**
 * Fewer observations give no interval: even their whole range covers the median only with
 * probability 1 - 2^(1-n), which is 0.94 for 5 and 0.97 for 6.
 */
export const minimumIntervalCount = 6;

/**
 * 95% interval of the median between two order statistics (David and Nagaraja 2003, section 7.1). It covers
 * the median of independent values in at least 95% whatever their distribution, and of any increasing
 * function of the values it is the function of the interval. Null for fewer than `minimumIntervalCount` values.
 */
export function medianInterval(values: readonly number[]): Interval | null {
  return orderInterval(values, 0.025);
}

/**
 * The same with another confidence.
 * @param tail the probability that the median lies below the interval at most, and the same above; null where even the whole
 * range does not cover it.
 */
export function orderInterval(values: readonly number[], tail: number): Interval | null {
  const count = values.length;
  if (2 ** -count > tail) return null;
  const rank = coveringRank(count, tail);
  const [low, high] = orderStatistics(values, rank, count - 1 - rank);
  return { low, high };
}

/**
 * The largest rank r, from 0, so that the median lies below the value of rank r with a probability of at most `wanted`: at most r of
 * `count` fair coins fall on one side.
 */
function coveringRank(count: number, wanted: number): number {
  let rank = 0;
  // In logarithms: 2^-count underflows for the many samples of a long run.
  let logTerm = -count * Math.LN2;
  let tail = Math.exp(logTerm);
  for (;;) {
    logTerm += Math.log((count - rank) / (rank + 1));
    tail += Math.exp(logTerm);
    if (tail > wanted) return rank;
    rank += 1;
  }
}
