/*
 * The two-pass softmax (Dukhan and Ablavatski, 2020)
 *
 * The pass that finds the maximum exists only to keep e^x from overflowing. It can be dropped if e^x is
 * held in a form that cannot overflow, a pair of a mantissa m and an integral exponent n,
 *
 *     e^x = m * 2^n    with  n = round(x * log2 e),  m = e^(x - n ln 2)  in [sqrt(1/2), sqrt 2],
 *
 * that is never multiplied out. Pairs are added at the larger of the two exponents:
 *
 *     (m1, n1) + (m2, n2) = (m1 * 2^(n1 - n) + m2 * 2^(n2 - n), n)    with  n = max(n1, n2)
 *
 * Pass 1 (ext-sum) adds up all pairs to (M, N). Pass 2 (ext-scale) computes each pair again and writes
 * m / M * 2^(n - N), where n - N <= 0. No power of two exceeds 1, so what is too small becomes 0
 * and nothing becomes infinite.
 *
 * Large inputs: x - n ln 2 loses all its digits to cancellation from about |x| = 2^50 on. Float32 inputs of
 * that size are either equal or so far apart that only the exponents matter, so it is enough to keep the
 * difference in range. (Float64 has digits to spare below; float32 kernels split ln 2 into two constants,
 * after Cody and Waite, 1980.)
 *
 * Non-finite input: e^-Infinity is the pair (0, -Infinity), and so is a sum of nothing; added to either it
 * changes nothing. If nothing else is added, M = 0 and m / M = 0 * Infinity = NaN for all. NaN and +Infinity
 * make m NaN, which no later addition removes from M.
 *
 * Arithmetic is float64 and is rounded once at the store: hardly more than 0.5 ulp off for ordinary inputs,
 * 2 ulp at 2^30, above which no two different inputs both count.
 */
import { leaveLogSum, type PassKernel } from './state.js';

/** 2^-k for k = 0 .. 1022, the normal float64 range; a look-up costs less than `2 ** k`. */
const powersOfTwo = Float64Array.from({ length: 1023 }, (_, k) => 2 ** -k);

/** Sets `mantissa` and `exponent` to the sum of e^x, and the logarithm of the sum. */
export const extSum: PassKernel = (x, _y, xOffset, _yOffset, elementCount, state) => {
  let sumMantissa = 0;
  let sumExponent = -Infinity;
  let leader = -Infinity;
  for (let i = 0; i < elementCount; i += 1) {
    const value = x[xOffset + i]!;
    const n = exponentOf(value);
    const m = mantissaOf(value, n);
    if (n > sumExponent) {
      sumMantissa = sumMantissa * powerOfTwo(sumExponent - n) + m;
      sumExponent = n;
      leader = value;
    } else {
      sumMantissa += m * powerOfTwo(n - sumExponent);
    }
  }
  state.mantissa = sumMantissa;
  state.exponent = sumExponent;
  // sumExponent * ln 2 would lose the digits of a large logarithm; the element that it came of has them.
  leaveLogSum(state, sumMantissa / mantissaOf(leader, sumExponent), leader);
};

/** Writes the output, given `mantissa` and `exponent`. */
export const extScale: PassKernel = (x, y, xOffset, yOffset, elementCount, state) => {
  const factor = 1 / state.mantissa;
  const sumExponent = state.exponent;
  for (let i = 0; i < elementCount; i += 1) {
    const value = x[xOffset + i]!;
    const n = exponentOf(value);
    y[yOffset + i] = mantissaOf(value, n) * factor * powerOfTwo(n - sumExponent);
  }
};

function exponentOf(value: number): number {
  return Math.round(value * Math.LOG2E);
}

function mantissaOf(value: number, exponent: number): number {
  if (value === -Infinity) return 0;
  const reduced = value - exponent * Math.LN2;
  // Half is beyond ln(2) / 2, so that only differences without correct digits are cut; NaN stays NaN.
  return Math.exp(Math.min(Math.max(reduced, -0.5), 0.5));
}

/**
 * 2^exponent for an integral exponent <= 0; 0 where that is subnormal. Also 0 for NaN, the difference of
 * two exponents of which none is finite: the mantissa, 0 or NaN, then says all there is to say.
 */
function powerOfTwo(exponent: number): number {
  return exponent > -powersOfTwo.length ? powersOfTwo[-exponent]! : 0;
}
