import { compareToOracle } from '../softmax/output-error.js';
import { createOracle, prepareTile, type Oracle } from '../softmax/oracle.js';

/** Units in the last place by which an output of a kernel may be off, for inputs that are not adversarial. */
export const ulpLimit = 4;
/** How far the sum of all outputs of a kernel may be from 1. */
export const sumLimit = 1e-5;

/** What is wrong with y as the softmax of x, in a few words, or null. */
export function softmaxProblem(
  x: Float32Array,
  y: Float32Array,
  oracle: Oracle,
  maxUlpError = ulpLimit,
): string | null {
  const comparison = compareToOracle(y, oracle, [{ start: 0, end: x.length }]);
  if (comparison.maxUlpError > maxUlpError) return `${comparison.maxUlpError} ulp`;
  if (comparison.sumError > sumLimit) return `sum off by ${comparison.sumError}`;
  if (Number.isNaN(oracle.sum)) return null;
  const unmasked = x.findIndex((value, index) => value === -Infinity && y[index] !== 0);
  return unmasked === -1 ? null : `y[${unmasked}] is not 0 where x is -Infinity`;
}

/** The softmax of x in float64. */
export function softmaxOracle(x: Float32Array): Oracle {
  return createOracle(prepareTile(x), x.length);
}
