/*
 * The online softmax (Milakov and Gimelshein, 2018), the form that attention kernels use
 *
 * One pass finds maximum and sum together: the sum so far is relative to the maximum so far, and each time
 * a larger element turns up, it is rescaled to the new maximum:
 *
 *     sum = sum * e^(max - newMax) + e^(x[i] - newMax)
 *
 * The second pass is that of three-pass-recompute (scale-exp): y = e^(x - max) / sum.
 *
 * Non-finite input: the search starts at a finite number below every float32, so that leading -Infinity
 * add e^-Infinity = 0 instead of NaN. If nothing else comes, the sum stays 0 and the outputs are
 * 0 * Infinity = NaN. A +Infinity adds e^(Infinity - Infinity) = NaN; a NaN adds NaN.
 *
 * Error as in three-pass-recompute; each rescaling rounds the sum once more, in float64.
 */
import { leaveLogSum, type PassKernel } from './state.js';

/** Sets `max`, `sum` and the logarithm of the sum. Where all x are -Infinity, `max` is the lowest finite float64. */
export const onlineSum: PassKernel = (x, _y, xOffset, _yOffset, elementCount, state) => {
  let max = -Number.MAX_VALUE;
  let sum = 0;
  for (let i = 0; i < elementCount; i += 1) {
    const value = x[xOffset + i]!;
    if (value > max) {
      sum *= Math.exp(max - value);
      max = value;
    }
    sum += Math.exp(value - max);
  }
  state.max = max;
  state.sum = sum;
  leaveLogSum(state, sum, max);
};
