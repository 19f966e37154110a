import { rowStrideOf, type Problem } from '../model/problem.js';
import type { Oracle } from './oracle.js';
import {
  comparisonRanges,
  compareToOracle,
  sumAndZeros,
  type Output,
  type OutputError,
} from './output-error.js';

/** Rows are compared one by one until they have so many elements, at least three of them. */
const comparedElementLimit = 2 ** 20;
const minimumRowCount = 3;
const maximumRowCount = 1024;

/**
 * The rows whose elements are compared one by one, ascending: the first, the last, and others at random; all where
 * these are few. Every row is checked by its sum besides.
 * @param random uniform in [0, 1), seeded by the caller; not called where all rows are compared.
 */
export function comparedRowsOf({ rows, columns }: Problem, random: () => number): number[] {
  const wanted = Math.floor(comparedElementLimit / columns);
  const count = Math.min(maximumRowCount, Math.max(minimumRowCount, wanted));
  if (rows <= count) return Array.from({ length: rows }, (_, row) => row);
  const chosen = new Set([0, rows - 1]);
  while (chosen.size < count) chosen.add(1 + Math.floor(random() * (rows - 2)));
  return [...chosen].sort((a, b) => a - b);
}

/** The elements of a row in x or y of a problem. */
export function rowIn(elements: Float32Array, problem: Problem, row: number): Float32Array {
  const start = row * rowStrideOf(problem);
  return elements.subarray(start, start + problem.columns);
}

/**
 * The largest errors of any row, where softmax is NaN in none.
 * @param y from the first element of the first row on
 */
export function compareRows(
  y: Float32Array,
  problem: Problem,
  oracleOf: (row: number) => Oracle,
  random: () => number,
  output: Output,
): OutputError {
  const compared = new Set(comparedRowsOf(problem, random));
  const worst = { maxUlpError: 0, maxRelativeError: 0, sumError: 0 };
  let zeroShares = 0;
  let comparedElementCount = 0;
  for (let row = 0; row < problem.rows; row += 1) {
    const own = rowIn(y, problem, row);
    if (compared.has(row)) {
      const ranges = comparisonRanges(problem.columns, random);
      const error = compareToOracle(own, oracleOf(row), ranges, output);
      worst.maxUlpError = Math.max(worst.maxUlpError, error.maxUlpError);
      worst.maxRelativeError = Math.max(worst.maxRelativeError, error.maxRelativeError);
      worst.sumError = Math.max(worst.sumError, error.sumError);
      zeroShares += error.zeroOutputShare;
      comparedElementCount += error.comparedElementCount;
    } else {
      const { sum, zeroCount } = sumAndZeros(own, problem.columns, output);
      worst.sumError = Math.max(worst.sumError, Number.isNaN(sum) ? Infinity : Math.abs(sum - 1));
      zeroShares += zeroCount / problem.columns;
    }
  }
  return { ...worst, zeroOutputShare: zeroShares / problem.rows, comparedElementCount };
}
