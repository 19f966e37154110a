/*
 * The three-pass softmax
 *
 *     softmax(x)[i] = e^x[i] / sum of e^x[j]
 *
 * is not computed as it stands, because e^x overflows float32 from x = 88.8 on. Multiplying numerator and
 * denominator by e^-max changes nothing and keeps every exponential at or below 1:
 *
 *     y[i] = e^(x[i] - max) / sum of e^(x[j] - max)
 *
 * Pass 1 finds the maximum, pass 2 the sum, pass 3 writes the output. The two variants of the paper differ
 * in what becomes of the exponentials that pass 2 computed:
 *
 *     recompute: max(x), sum-exp(x), scale-exp(x->y)         forgets them and computes them again
 *     reload:    max(x), store-exp(x->y), scale-in-place(y)  writes them to y and reads them back
 *
 * Non-finite input takes care of itself, as in the oracle: NaN, +Infinity (Infinity - Infinity) and a
 * maximum of -Infinity all turn the sum, and with it every output, into NaN. So the search for the maximum
 * may miss NaN.
 *
 * Arithmetic is float64 (JavaScript has no other) and is rounded once at each store to float32:
 * little more than 0.5 ulp off with recompute, 1.5 with reload, which rounds twice.
 */
import { leaveLogSum, type PassKernel } from './state.js';

/** Sets `max`. */
export const max: PassKernel = (x, _y, xOffset, _yOffset, elementCount, state) => {
  let largest = -Infinity;
  for (let i = 0; i < elementCount; i += 1) {
    const value = x[xOffset + i]!;
    if (value > largest) largest = value;
  }
  state.max = largest;
};

/** Sets `sum` and the logarithm of the sum, given `max`. */
export const sumExp: PassKernel = (x, _y, xOffset, _yOffset, elementCount, state) => {
  const shift = state.max;
  let sum = 0;
  for (let i = 0; i < elementCount; i += 1) {
    sum += Math.exp(x[xOffset + i]! - shift);
  }
  state.sum = sum;
  leaveLogSum(state, sum, shift);
};

/** As `sumExp`, and keeps the exponentials in y. */
export const storeExp: PassKernel = (x, y, xOffset, yOffset, elementCount, state) => {
  const shift = state.max;
  let sum = 0;
  for (let i = 0; i < elementCount; i += 1) {
    const exponential = Math.exp(x[xOffset + i]! - shift);
    y[yOffset + i] = exponential;
    sum += exponential;
  }
  state.sum = sum;
  leaveLogSum(state, sum, shift);
};

/** Writes the output, given `max` and `sum`. */
export const scaleExp: PassKernel = (x, y, xOffset, yOffset, elementCount, state) => {
  const shift = state.max;
  const factor = 1 / state.sum;
  for (let i = 0; i < elementCount; i += 1) {
    y[yOffset + i] = Math.exp(x[xOffset + i]! - shift) * factor;
  }
};

/** Turns the exponentials in y into the output, given `sum`. */
export const scaleInPlace: PassKernel = (_x, y, _xOffset, yOffset, elementCount, state) => {
  const factor = 1 / state.sum;
  for (let i = 0; i < elementCount; i += 1) {
    y[yOffset + i] = y[yOffset + i]! * factor;
  }
};
