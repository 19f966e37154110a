import type { Verification } from '../model/outcome.js';
import type { OperationId } from '../model/vocabulary.js';
import { elementsOf, rowStrideOf, type Problem } from '../model/problem.js';
import { logProbabilities, probabilities, ulpOfFloat32, type Output } from './output-error.js';
import type { Oracle } from './oracle.js';
import { compareRows, rowIn } from './row-errors.js';

/** What a verification found; `problem` says in one line what is wrong, or is null. */
export interface Verified {
  readonly verification: Verification;
  readonly problem: string | null;
}

/** What the passes of a cell left behind, beside what they should have left. */
export interface OutputToCheck {
  /** From the first element of y that the call covers to the last. */
  readonly y: Float32Array;
  readonly problem: Problem;
  /** log sum e^x of a row as the passes find it; NaN when none of them sums. Calls them again, but for the last row. */
  readonly logSumExpOf: (row: number) => number;
  /** x repeats these values. */
  readonly tile: Float32Array;
  /** Of a row; made when an operation wants it: it costs an exponential an element. */
  readonly oracleOf: (row: number) => Oracle;
  /** Uniform in [0, 1), seeded; chooses which rows, and which parts of a long row, are compared. */
  readonly random: () => number;
}

/** What an algorithm computes. It owns the check of the output, which must fail on a NaN that should not be. */
export interface Operation {
  readonly id: OperationId;
  readonly title: string;
  readonly check: (output: OutputToCheck) => Verified;
}

/** The operations by id. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  softmax: {
    id: 'softmax',
    title: 'y = e^x / sum e^x',
    check: (output) => checkElements('softmax', output, probabilities),
  },
  'log-softmax': {
    id: 'log-softmax',
    title: 'y = x - log sum e^x',
    check: (output) => checkElements('log-softmax', output, logProbabilities),
  },
  logsumexp: { id: 'logsumexp', title: 'log sum e^x', check: checkLogSumExp },
  copy: { id: 'copy', title: 'y = x', check: checkCopy },
  none: {
    id: 'none',
    title: 'nothing that could be checked',
    check: () => unchecked,
  },
};

/** Whether errors of rows of so many outputs are within the bounds of `operation`; false when they were not found. */
export function areAllowedErrors(
  operation: OperationId,
  columns: number,
  { comparedElementCount, maxUlpError, sumError }: Verification,
): boolean {
  switch (operation) {
    case 'softmax':
    case 'log-softmax':
      return (
        maxUlpError !== null &&
        sumError !== null &&
        comparedElementCount > 0 &&
        maxUlpError <= allowedUlpError(columns, sumError) &&
        sumError <= maximumSumError
      );
    case 'logsumexp':
      return maxUlpError !== null && maxUlpError <= maximumUlpError;
    case 'copy':
    case 'none':
      return true;
  }
}

/** Largest error of an output for rows of up to `shortRowColumns` elements. */
const maximumUlpError = 4;
const shortRowColumns = 4096;

/** Largest distance of the sum of the outputs from 1. */
const maximumSumError = 1e-5;

/** Float32 values lie at most 2^24 ulp above 0 on a relative scale: an error of 2^-24 is at most 1 ulp. */
const ulpsOfWhole = 2 ** 24;

const nothingCompared: Verification = {
  maxUlpError: null,
  maxRelativeError: null,
  sumError: null,
  zeroOutputShare: null,
  comparedElementCount: 0,
};

/** What a verification says of a cell that computes nothing. */
export const unchecked: Verified = { verification: nothingCompared, problem: null };

function checkElements(
  operation: OperationId,
  { y, problem, oracleOf, random }: OutputToCheck,
  output: Output,
): Verified {
  const { columns } = problem;
  const error = compareRows(y, problem, oracleOf, random, output);
  // A logarithm of 0 is a probability of 1, no output that underflowed.
  const zeroOutputShare = operation === 'log-softmax' ? null : error.zeroOutputShare;
  const verification = { ...error, zeroOutputShare };
  const isRight = areAllowedErrors(operation, columns, verification);
  const { maxUlpError, sumError } = error;
  const allowed = allowedUlpError(columns, sumError);
  const found = `largest error ${maxUlpError.toPrecision(3)} ulp (at most ${allowed.toPrecision(3)})`;
  const sum = `sum off by ${sumError.toExponential(1)} (at most ${maximumSumError.toExponential()})`;
  return { verification, problem: isRight ? null : `wrong output: ${found}, ${sum}` };
}

/**
 * Beyond short rows the float32 sum adds an error of its own. It is the same relative error in every
 * probability, and so the error of their sum too, which is bounded separately: what is left of an
 * output's error without it must still be within the bound of short rows.
 */
function allowedUlpError(columns: number, sumError: number): number {
  if (columns <= shortRowColumns) return maximumUlpError;
  return maximumUlpError + Math.min(sumError, maximumSumError) * ulpsOfWhole;
}

/** Checks three rows: the last, the first, and one between them. */
function checkLogSumExp(output: OutputToCheck): Verified {
  const { rows } = output.problem;
  const rest = rows === 1 ? [] : [0, Math.floor(output.random() * (rows - 1))];
  const checked = [rows - 1, ...new Set(rest)].map((row) => checkLogSumExpOf(output, row));
  const largest = (errorOf: (verification: Verification) => number | null): number =>
    Math.max(...checked.map(({ verification }) => errorOf(verification) ?? 0));
  return {
    verification: {
      ...nothingCompared,
      maxUlpError: largest(({ maxUlpError }) => maxUlpError),
      maxRelativeError: largest(({ maxRelativeError }) => maxRelativeError),
      comparedElementCount: checked.length,
    },
    problem: checked.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}

/** Errors in ulp of the result, but of 1 where it is smaller, as an error of the sum is absolute here. */
function checkLogSumExpOf({ logSumExpOf, oracleOf }: OutputToCheck, row: number): Verified {
  const logSumExp = logSumExpOf(row);
  const expected = oracleOf(row).logSumExp;
  const isSame = Object.is(logSumExp, expected);
  const distance = isSame ? 0 : Math.abs(logSumExp - expected);
  const error = Number.isNaN(distance) ? Infinity : distance;
  const maxUlpError =
    error === 0 || error === Infinity
      ? error
      : error / ulpOfFloat32(Math.max(1, Math.abs(expected)));
  const maxRelativeError = error === 0 ? 0 : error / Math.abs(expected);
  const verification = {
    ...nothingCompared,
    maxUlpError,
    maxRelativeError: Number.isNaN(maxRelativeError) ? Infinity : maxRelativeError,
  };
  const found = `got ${logSumExp}, expected ${expected} (at most ${maximumUlpError} ulp)`;
  return {
    verification,
    problem: maxUlpError <= maximumUlpError ? null : `wrong output: ${found}`,
  };
}

function checkCopy({ y, problem, tile }: OutputToCheck): Verified {
  const verification = { ...nothingCompared, comparedElementCount: elementsOf(problem) };
  const stride = rowStrideOf(problem);
  const isContiguous = stride === problem.columns;
  const rowCount = isContiguous ? 1 : problem.rows;
  for (let row = 0; row < rowCount; row += 1) {
    const own = isContiguous ? y : rowIn(y, problem, row);
    const wrong = wrongCopy(own, row * stride, tile);
    if (wrong !== null) return { verification, problem: `wrong output: ${wrong}` };
  }
  return { verification, problem: null };
}

/** @param start where `part` begins in y, and what it is a copy of in the repeated tile */
function wrongCopy(part: Float32Array, start: number, tile: Float32Array): string | null {
  let index = 0;
  while (index < part.length) {
    const offset = (start + index) % tile.length;
    const got = part.subarray(index, index + tile.length - offset);
    if (!bytesOf(got).equals(bytesOf(tile.subarray(offset, offset + got.length)))) {
      const first = start + index;
      return `among elements ${first} to ${first + got.length - 1} y is not a copy of x`;
    }
    index += got.length;
  }
  return null;
}

/** The same memory as bytes, which compare fast and distinguish NaN and -0. */
function bytesOf(elements: Float32Array): Buffer {
  return Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
}
