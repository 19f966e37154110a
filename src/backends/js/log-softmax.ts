/*
 * The log-softmax
 *
 *     log(softmax(x)[i]) = x[i] - ln(sum of e^x[j])
 *
 * Each pass that sums leaves that logarithm, whatever form its sum has. The logarithm of the finished softmax
 * would lose all digits where softmax is close to 1, and everything where it underflows to 0.
 *
 * Non-finite input: -Infinity stays -Infinity below a finite logarithm; where the logarithm is NaN, so is every
 * output. Arithmetic is float64 and is rounded once at the store.
 */
import type { PassKernel } from './state.js';

/** Writes the output, given `shift` and `logSum`. */
export const subtractLse: PassKernel = (x, y, xOffset, yOffset, elementCount, state) => {
  const { shift, logSum } = state;
  for (let i = 0; i < elementCount; i += 1) y[yOffset + i] = x[xOffset + i]! - shift - logSum;
};
