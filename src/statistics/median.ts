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
  const sorted = sortedInScratch(values);
  return [sorted[lowRank]!, sorted[highRank]!];
}

/** The same value twice for an odd count. */
function middleValues(values: readonly number[]): readonly [lower: number, upper: number] {
  if (values.length === 0) throw new RangeError('no median of an empty sample');
  const last = values.length - 1;
  return orderStatistics(values, Math.floor(last / 2), Math.ceil(last / 2));
}

/** Used again for every sample: an analysis sorts 100,000, and V8 takes longer to allocate 16 typed numbers than to sort them. */
let scratch = new Float64Array(256);

/** From here on the sort of the engine is faster than that by insertion. */
const mostInserted = 64;

/** The values in ascending order, NaN last, until the next call; more numbers may follow them. */
function sortedInScratch(values: readonly number[]): Float64Array {
  const count = values.length;
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  if (count > mostInserted) {
    scratch.set(values);
    return scratch.subarray(0, count).sort();
  }
  for (let index = 0; index < count; index += 1) {
    const value = values[index]!;
    let place = index;
    while (place > 0 && isAfter(scratch[place - 1]!, value)) {
      scratch[place] = scratch[place - 1]!;
      place -= 1;
    }
    scratch[place] = value;
  }
  return scratch;
}

function isAfter(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}
