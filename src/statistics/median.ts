/**
 * The middle value, or the mean of the two middle ones.
 * @throws RangeError for an empty sample.
 */
export function median(values: readonly number[]): number {
  const [lower, upper] = middleValues(values);
  return lower + (upper - lower) / 2;
}

/**
 * `median` on a logarithmic scale: the middle value, or the geometric mean of the two middle ones. 0 if one
 * of these is not positive.
 * @throws RangeError for an empty sample.
 */
export function logMedian(values: readonly number[]): number {
  const [lower, upper] = middleValues(values);
  if (lower <= 0) return 0;
  return lower === upper ? lower : Math.sqrt(lower * upper);
}

/** Median of the distances from `center`, unscaled. @throws RangeError for an empty sample. */
export function medianAbsoluteDeviation(values: readonly number[], center: number): number {
  return median(values.map((value) => Math.abs(value - center)));
}

/**
 * Two of the values by their rank in ascending order, from 0; the same twice for the same rank.
 * @throws RangeError for a rank that no value has.
 */
export function orderStatistics(
  values: readonly number[],
  lowRank: number,
  highRank: number,
): readonly [low: number, high: number] {
  if (lowRank < 0 || highRank >= values.length) throw new RangeError('no value has that rank');
  const sorted = new Float64Array(values).sort();
  return [sorted[lowRank]!, sorted[highRank]!];
}

/** The same value twice for an odd count. */
function middleValues(values: readonly number[]): readonly [lower: number, upper: number] {
  if (values.length === 0) throw new RangeError('no median of an empty sample');
  const last = values.length - 1;
  return orderStatistics(values, Math.floor(last / 2), Math.ceil(last / 2));
}
