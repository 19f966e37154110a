/**
 * The value below which the share `p` of the sample lies, interpolated between order statistics
 * (Hyndman and Fan 1996, type 7). `values` need not be sorted and are left alone.
 * @param p in [0, 1].
 * @throws RangeError for an empty sample.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return sortedQuantile(sortedCopy(values), p);
}

/**
 * The middle value, or the mean of the two middle ones.
 * @param begin of the part that is looked at, which goes up to `end`.
 * @throws RangeError for an empty sample.
 */
export function median(values: readonly number[], begin = 0, end = values.length): number {
  const count = end - begin;
  if (count > selection.length) selection = new Float64Array(2 * count);
  for (let index = 0; index < count; index += 1) selection[index] = values[begin + index]!;
  return medianOfSelection(count);
}

/** Median of the distances from `center`, unscaled. @throws RangeError for an empty sample. */
export function medianAbsoluteDeviation(values: readonly number[], center: number): number {
  const count = values.length;
  if (count > selection.length) selection = new Float64Array(2 * count);
  for (let index = 0; index < count; index += 1) {
    selection[index] = Math.abs(values[index]! - center);
  }
  return medianOfSelection(count);
}

/** Of the first so many of `selection`. */
function medianOfSelection(count: number): number {
  if (count === 0) throw new RangeError('no median of an empty sample');
  const middle = count >> 1;
  const upper = select(count, middle);
  if (count % 2 === 1) return upper;
  let lower = selection[0]!;
  for (let index = 1; index < middle; index += 1) lower = Math.max(lower, selection[index]!);
  return lower + (upper - lower) / 2;
}

/** Overwritten by each call. */
let selection = new Float64Array(1024);

/**
 * The value of that rank among the first `count` of `selection`, which are put in such an order that no one before
 * it is greater and no one behind it smaller (Hoare 1961, algorithm 65). Takes half the time of sorting.
 */
function select(count: number, rank: number): number {
  let first = 0;
  let last = count - 1;
  while (first < last) {
    const pivot = selection[rank]!;
    let up = first;
    let down = last;
    do {
      while (selection[up]! < pivot) up += 1;
      while (selection[down]! > pivot) down -= 1;
      if (up > down) break;
      const value = selection[up]!;
      selection[up] = selection[down]!;
      selection[down] = value;
      up += 1;
      down -= 1;
    } while (up <= down);
    if (down < rank) first = up;
    if (up > rank) last = down;
  }
  return selection[rank]!;
}

/** `median` of values in ascending order. */
export function sortedMedian(sorted: ArrayLike<number>): number {
  return sortedQuantile(sorted, 0.5);
}

function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new RangeError('no quantile of an empty sample');
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** Up to this many values are sorted by insertion: a typed array takes longer to make than these to sort. */
const fewValues = 40;

/** The values in ascending order. */
export function sortedCopy(values: ArrayLike<number>): ArrayLike<number> {
  if (values.length > fewValues) return new Float64Array(values).sort();
  const copy: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    let place = index;
    for (; place > 0 && copy[place - 1]! > value; place -= 1) copy[place] = copy[place - 1]!;
    copy[place] = value;
  }
  return copy;
}
