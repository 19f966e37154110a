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

/** The values in ascending order; typed, which sorts without a call for each comparison. */
export function sortedCopy(values: readonly number[]): Float64Array {
  return new Float64Array(values).sort();
}

/** The same value twice for an odd count. */
function middleValues(values: readonly number[]): readonly [lower: number, upper: number] {
  if (values.length === 0) throw new RangeError('no median of an empty sample');
  const sorted = sortedCopy(values);
  const last = sorted.length - 1;
  return [sorted[Math.floor(last / 2)]!, sorted[Math.ceil(last / 2)]!];
}
