/**
 * What one pass of a call hands to the next. A pass sets the fields that it computes and relies on none
 * that an earlier call left behind. All in float64.
 */
export interface SoftmaxState {
  /** Largest x. */
  max: number;
  /** Sum of e^(x - max). The read pass and the touching of x leave their sums here, to be seen as used. */
  sum: number;
  /** Sum of e^x as mantissa * 2^exponent; the mantissa is in [sqrt(1/2), 2 elementCount), or 0 or NaN. */
  mantissa: number;
  /** An integer, far outside the exponents of float64 for large inputs. */
  exponent: number;
  /**
   * ln of the sum of e^x in two parts, left by every pass that sums: an element of the size of the largest, and
   * ln of the sum of e^(x - shift). Their float64 sum would lose the second beside a huge first. `logSum` is
   * NaN, not -Infinity, where every x is -Infinity: softmax is NaN then.
   */
  shift: number;
  logSum: number;
}

/**
 * One pass over `elementCount` (1 or more) elements, x from `xOffset` and y from `yOffset`. Touches no
 * element outside; x and y do not overlap.
 */
export type PassKernel = (
  x: Float32Array,
  y: Float32Array,
  xOffset: number,
  yOffset: number,
  elementCount: number,
  state: SoftmaxState,
) => void;

/** Leaves the logarithm of `sum` * e^`shift`. */
export function leaveLogSum(state: SoftmaxState, sum: number, shift: number): void {
  state.shift = shift;
  state.logSum = sum === 0 ? NaN : Math.log(sum);
}

/** A state that no pass has filled: NaN, so that a pass that is left out cannot go unnoticed. */
export function createState(): SoftmaxState {
  return { max: NaN, sum: NaN, mantissa: NaN, exponent: NaN, shift: NaN, logSum: NaN };
}
