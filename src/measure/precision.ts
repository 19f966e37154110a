/** Two-sided 95 % point of the normal distribution. */
const normalPoint = 1.96;

/**
 * How well the median is known: half the width of its 95 % order-statistic interval, relative to the
 * median. The interval runs from the sample of rank (n - 1.96 sqrt n) / 2, rounded, to its mirror image,
 * by the normal approximation of the binomial distribution (Conover, Practical Nonparametric
 * Statistics, 3.2).
 * Infinity when there are fewer than 6 samples, for which no such interval exists.
 * @param durationsNs in any order, all above 0
 */
export function medianPrecisionRatio(durationsNs: readonly number[]): number {
  const sorted = [...durationsNs].sort((a, b) => a - b);
  const count = sorted.length;
  const lowerIndex = Math.round((count - normalPoint * Math.sqrt(count)) / 2) - 1;
  const lower = sorted[lowerIndex];
  const upper = sorted[count - 1 - lowerIndex];
  const median = ((sorted[(count - 1) >> 1] ?? 0) + (sorted[count >> 1] ?? 0)) / 2;
  if (lower === undefined || upper === undefined) return Infinity;
  return (upper - lower) / 2 / median;
}
