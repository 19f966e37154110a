/** An input in which a tile of values repeats: x[i] = values[i mod values.length]. */
export interface PreparedTile {
  /** The tile; not copied, and not to be changed while oracles of it are in use. */
  readonly values: Float32Array;
  /** Largest value that is not NaN; -Infinity if there is none. */
  readonly max: number;
  /** e^(values[i] - max) in float64. */
  readonly exponentials: Float64Array;
  readonly sumOfExponentials: number;
}

/** What the operations on the first `elementCount` elements of a tiled input must give, in float64. */
export interface Oracle {
  readonly elementCount: number;
  readonly max: number;
  /** Sum of e^(x[i] - max) over all elements; NaN when every output must be NaN. */
  readonly sum: number;
  /** log of the sum of e^x[i]; NaN when `sum` is. */
  readonly logSumExp: number;
  /** x[i] for 0 <= i < period, repeating from there. */
  readonly values: Float32Array;
  /** e^(x[i] - max) for 0 <= i < period; its length is the period. */
  readonly exponentials: Float64Array;
}

/** The part of an oracle that does not depend on the element count. Costs one exponential an element. */
export function prepareTile(values: Float32Array): PreparedTile {
  const max = maxOfPrefix(values, values.length);
  const exponentials = exponentialsOfPrefix(values, values.length, max);
  const sumOfExponentials = compensatedSum(exponentials, exponentials.length);
  return { values, max, exponentials, sumOfExponentials };
}

/**
 * The oracle of the first `elementCount` elements of the tiled input, in O(min(tile, elementCount)).
 * It shares the tile's exponentials unless its prefix is shorter than the tile and misses the maximum.
 *
 * Non-finite input needs no case of its own: a NaN, a +Infinity (Infinity - Infinity) and a maximum of
 * -Infinity (-Infinity + Infinity) each make some exponential NaN, hence the sum, hence every output;
 * a -Infinity below a finite maximum gives e^-Infinity = 0.
 */
export function createOracle(tile: PreparedTile, elementCount: number): Oracle {
  const tileLength = tile.values.length;
  const max = elementCount >= tileLength ? tile.max : maxOfPrefix(tile.values, elementCount);
  const exponentials =
    max === tile.max ? tile.exponentials : exponentialsOfPrefix(tile.values, elementCount, max);
  const fullTileCount = Math.floor(elementCount / tileLength);
  const partialSum = compensatedSum(exponentials, elementCount % tileLength);
  // Without a full tile its sum must stay out: it may be NaN on account of values past the prefix.
  const sum =
    fullTileCount === 0 ? partialSum : fullTileCount * tile.sumOfExponentials + partialSum;
  return {
    elementCount,
    max,
    sum,
    logSumExp: max + Math.log(sum),
    values: tile.values,
    exponentials,
  };
}

/** Softmax in float64 of float32 inputs of any size; the rules for non-finite input as in `createOracle`. */
export function referenceSoftmax(x: Float32Array): Float64Array {
  const oracle = createOracle(prepareTile(x), x.length);
  return oracle.exponentials.map((exponential) => exponential / oracle.sum);
}

function maxOfPrefix(values: Float32Array, count: number): number {
  let max = -Infinity;
  for (let i = 0; i < count; i += 1) {
    const value = values[i]!;
    if (value > max) max = value;
  }
  return max;
}

function exponentialsOfPrefix(values: Float32Array, count: number, max: number): Float64Array {
  const exponentials = new Float64Array(count);
  for (let i = 0; i < count; i += 1) exponentials[i] = Math.exp(values[i]! - max);
  return exponentials;
}

/** Neumaier's improved Kahan sum (1974) of terms that are not negative: error of about one rounding. */
function compensatedSum(terms: Float64Array, count: number): number {
  let sum = 0;
  let compensation = 0;
  for (let i = 0; i < count; i += 1) {
    const term = terms[i]!;
    const next = sum + term;
    compensation += sum >= term ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + compensation;
}
