import type { Oracle } from './oracle.js';

/** Indices from `start` up to but not including `end`. */
export interface ElementRange {
  readonly start: number;
  readonly end: number;
}

/** How far an output is from its oracle; every figure is 0 or more, and none is ever NaN. */
export interface OutputError {
  /** Largest |got - expected| in units of `Output.unitOf(expected)`; Infinity if NaN is on one side only. */
  readonly maxUlpError: number;
  /** Largest |got - expected| / |expected| where expected is a normal float32; Infinity as above. */
  readonly maxRelativeError: number;
  /** Share of all outputs that are exactly 0. */
  readonly zeroOutputShare: number;
  /**
   * |sum of all probabilities - 1|; 0 if the sum is NaN as expected, Infinity if it is NaN and should not
   * be.
   */
  readonly sumError: number;
  /** Outputs compared one by one; sum and zeros cover all of them. */
  readonly comparedElementCount: number;
}

/** What an operation leaves in y, element by element. */
export interface Output {
  /** The expected value at a position of the oracle's period. */
  readonly expectedAt: (oracle: Oracle, position: number) => number;
  /** The unit of errors at an expected value. */
  readonly unitOf: (expected: number) => number;
  /** The probability that an output stands for; null where it is one. */
  readonly probabilityOf: ((output: number) => number) | null;
  /** Whether 0 is right because the expected value may be flushed. */
  readonly isFlushable: (expected: number) => boolean;
}

const smallestNormal = 2 ** -126;
/** A result 4 ulp too low may have dropped below the smallest normal and been flushed to 0. */
const flushableBelow = smallestNormal + 4 * 2 ** -149;

/** y = e^x / sum e^x; errors in ulp. Where less than the smallest normal float32 is expected, 0 is exact. */
export const probabilities: Output = {
  expectedAt: ({ exponentials, sum }, position) => exponentials[position]! / sum,
  unitOf: ulpOfFloat32,
  probabilityOf: null,
  isFlushable: (expected) => expected < flushableBelow,
};

/**
 * y = x - log sum e^x. Errors are in ulp of the expected value, but of 1 where it is smaller: near 0 the
 * error of the float32 sum, which is absolute here, is what counts.
 */
export const logProbabilities: Output = {
  // In this order, as log(sum) would be lost beside a huge maximum.
  expectedAt: ({ values, max, sum }, position) => values[position]! - max - Math.log(sum),
  unitOf: (expected) => ulpOfFloat32(Math.max(1, Math.abs(expected))),
  probabilityOf: Math.exp,
  isFlushable: () => false,
};

const fullComparisonLimit = 4 * 2 ** 20;
const edgeLength = 2 ** 20;
const blockLength = 2 ** 16;
const blockCount = 32;

/**
 * The spacing of float32 numbers at `value`, which must be finite: 2^(e - 23) for 2^e <= |value| < 2^(e+1),
 * and 2^-149 throughout the subnormal range.
 */
export function ulpOfFloat32(value: number): number {
  bits.setFloat64(0, value);
  const exponent = ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
  return spacings[Math.max(exponent, -126) + 126]!;
}

const bits = new DataView(new ArrayBuffer(8));
/** The spacing from 2^e on, for e = -126 .. 127: looked up, as `**` takes longer than a comparison. */
const spacings = Float64Array.from({ length: 254 }, (_, index) => 2 ** (index - 126 - 23));

/**
 * The elements to compare one by one: all of up to 4 Mi, else the first and last 1 Mi and 32 blocks of
 * 64 Ki, one at a random place in each 32nd of the rest. Ranges are disjoint and ascending.
 * @param random uniform in [0, 1), seeded by the caller
 */
export function comparisonRanges(elementCount: number, random: () => number): ElementRange[] {
  if (elementCount <= fullComparisonLimit) return [{ start: 0, end: elementCount }];
  const strideLength = Math.floor((elementCount - 2 * edgeLength) / blockCount);
  const blocks = Array.from({ length: blockCount }, (_, block) => {
    const offset = Math.floor(random() * (strideLength - blockLength + 1));
    const start = edgeLength + block * strideLength + offset;
    return { start, end: start + blockLength };
  });
  return [
    { start: 0, end: edgeLength },
    ...blocks,
    { start: elementCount - edgeLength, end: elementCount },
  ];
}

/**
 * Compares the first `oracle.elementCount` elements of `y` with the oracle: the sum over all of them, one
 * by one within `ranges`.
 */
export function compareToOracle(
  y: Float32Array,
  oracle: Oracle,
  ranges: readonly ElementRange[],
  output: Output = probabilities,
): OutputError {
  const { sum, zeroCount } = sumAndZeros(y, oracle.elementCount, output);
  const worst = { ulpError: 0, relativeError: 0 };
  let comparedElementCount = 0;
  for (const range of ranges) {
    compareRange(y, oracle, range, output, worst);
    comparedElementCount += range.end - range.start;
  }
  return {
    maxUlpError: worst.ulpError,
    maxRelativeError: worst.relativeError,
    zeroOutputShare: zeroCount / oracle.elementCount,
    sumError: sumErrorOf(sum, oracle),
    comparedElementCount,
  };
}

function sumErrorOf(sum: number, oracle: Oracle): number {
  if (Number.isNaN(oracle.sum)) return Number.isNaN(sum) ? 0 : Infinity;
  return Number.isNaN(sum) ? Infinity : Math.abs(sum - 1);
}

/** Part by part: the engine optimizes a function that is called often, and a loop that runs long only late. */
const partLength = 2 ** 16;

/** The sum of the probabilities of so many outputs, and how many outputs are exactly 0. */
export function sumAndZeros(
  y: Float32Array,
  elementCount: number,
  { probabilityOf }: Output,
): { sum: number; zeroCount: number } {
  let sum = 0;
  let zeroCount = 0;
  for (let start = 0; start < elementCount; start += partLength) {
    const part = y.subarray(start, Math.min(start + partLength, elementCount));
    sum += probabilityOf === null ? sumOf(part) : sumOfProbabilities(part, probabilityOf);
    zeroCount += zerosOf(part);
  }
  return { sum, zeroCount };
}

/** Four partial sums, as each addition waits for the one before it. */
function sumOf(part: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let i = 0;
  for (; i + 4 <= part.length; i += 4) {
    first += part[i]!;
    second += part[i + 1]!;
    third += part[i + 2]!;
    fourth += part[i + 3]!;
  }
  for (; i < part.length; i += 1) first += part[i]!;
  return first + second + third + fourth;
}

function sumOfProbabilities(part: Float32Array, probabilityOf: (output: number) => number): number {
  let sum = 0;
  for (const output of part) sum += probabilityOf(output);
  return sum;
}

function zerosOf(part: Float32Array): number {
  let count = 0;
  // By index: an iterator takes four times as long.
  for (let i = part.length - 1; i >= 0; i -= 1) if (part[i] === 0) count += 1;
  return count;
}

/** The least ulp of a normal float32 over its value. */
const leastUlpShare = 2 ** -24;

function compareRange(
  y: Float32Array,
  oracle: Oracle,
  { start, end }: ElementRange,
  { expectedAt, unitOf, isFlushable }: Output,
  worst: { ulpError: number; relativeError: number },
): void {
  const period = oracle.exponentials.length;
  let position = start % period;
  // No figure grows by an error up to this share of what is expected; nearly all are.
  let harmlessShare = harmlessShareOf(worst);
  for (let i = start; i < end; i += 1) {
    const expected = expectedAt(oracle, position);
    position = position + 1 === period ? 0 : position + 1;
    const got = y[i]!;
    const error = Math.abs(got - expected);
    if (error <= harmlessShare * Math.abs(expected)) continue;
    if (Object.is(got, expected) || (got === 0 && isFlushable(expected))) continue;
    // Log-probabilities may lie beyond the range of float32.
    if (!Number.isFinite(got) && got === Math.fround(expected)) continue;
    if (Number.isFinite(error)) {
      worst.ulpError = Math.max(worst.ulpError, error / unitOf(expected));
      if (Math.abs(expected) >= smallestNormal) {
        worst.relativeError = Math.max(worst.relativeError, error / Math.abs(expected));
      }
    } else {
      worst.ulpError = worst.relativeError = Infinity;
    }
    harmlessShare = harmlessShareOf(worst);
  }
}

function harmlessShareOf(worst: { ulpError: number; relativeError: number }): number {
  return Math.min(worst.ulpError * leastUlpShare, worst.relativeError);
}
