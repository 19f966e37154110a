import type { PassId } from '../../softmax/passes.js';
import { subtractLse } from './log-softmax.js';
import { copy, fill, read, scale, update } from './memory.js';
import { onlineSum } from './online.js';
import type { PassKernel } from './state.js';
import { max, scaleExp, scaleInPlace, storeExp, sumExp } from './three-pass.js';
import { extScale, extSum } from './two-pass.js';

/** The kernel of each pass; null where JavaScript cannot execute it. */
export const kernels: Readonly<Record<PassId, PassKernel | null>> = {
  max,
  'sum-exp': sumExp,
  'store-exp': storeExp,
  'scale-exp': scaleExp,
  'scale-in-place': scaleInPlace,
  'ext-sum': extSum,
  'ext-scale': extScale,
  'online-sum': onlineSum,
  'subtract-lse': subtractLse,
  read,
  fill,
  copy,
  scale,
  update,
  'libc-memcpy': null,
};

/**
 * The kernel of a pass that the plan has found to exist.
 * @throws Error for a pass without one.
 */
export function kernelOf(pass: PassId): PassKernel {
  const kernel = kernels[pass];
  if (kernel === null) throw new Error(`the js target has no kernel for the pass ${pass}`);
  return kernel;
}
