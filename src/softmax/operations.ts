import type { Verification } from '../model/outcome.js';
import type { OperationId } from '../model/vocabulary.js';
import {
  compareToOracle,
  comparisonRanges,
  logProbabilities,
  probabilities,
  ulpOfFloat32,
  type Output,
} from './output-error.js';
import type { Oracle } from './oracle.js';

/** What a verification found; `problem` says in one line what is wrong, or is null. */
export interface Verified {
  readonly verification: Verification;
  readonly problem: string | null;
}

/** What the passes of a cell left behind, beside what they should have left. */
export interface OutputToCheck {
  /** The elements of y that the call covers. */
  readonly y: Float32Array;
  /** log sum e^x as the passes found it; NaN when none of them sums. */
  readonly logSumExp: number;
  /** x repeats these values. */
  readonly tile: Float32Array;
  /** Made when an operation wants it: it costs an exponential an element. */
  readonly oracle: () => Oracle;
  /** Uniform in [0, 1), seeded; chooses which parts of a long output are compared. */
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

/** Whether errors of so many outputs are within the bounds of `operation`; false when they were not found. */
export function areAllowedErrors(
  operation: OperationId,
  elementCount: number,
  { comparedElementCount, maxUlpError, sumError }: Verification,
): boolean {
  switch (operation) {
    case 'softmax':
    case 'log-softmax':
      return (
        maxUlpError !== null &&
        sumError !== null &&
        comparedElementCount > 0 &&
        maxUlpError <= allowedUlpError(elementCount, sumError) &&
        sumError <= maximumSumError
      );
    case 'logsumexp':
      return maxUlpError !== null && maxUlpError <= maximumUlpError;
    case 'copy':
    case 'none':
      return true;
  }
}

/** Largest error of an output for arrays of up to `shortElementCount` elements. */
const maximumUlpError = 4;
const shortElementCount = 4096;

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
  { y, oracle, random }: OutputToCheck,
  output: Output,
): Verified {
  const error = compareToOracle(y, oracle(), comparisonRanges(y.length, random), output);
  // A logarithm of 0 is a probability of 1, no output that underflowed.
  const zeroOutputShare = operation === 'log-softmax' ? null : error.zeroOutputShare;
  const verification = { ...error, zeroOutputShare };
  const isRight = areAllowedErrors(operation, y.length, verification);
  const { maxUlpError, sumError } = error;
  const allowed = allowedUlpError(y.length, sumError);
  const found = `largest error ${maxUlpError.toPrecision(3)} ulp (at most ${allowed.toPrecision(3)})`;
  const sum = `sum off by ${sumError.toExponential(1)} (at most ${maximumSumError.toExponential()})`;
  return { verification, problem: isRight ? null : `wrong output: ${found}, ${sum}` };
}

/**
 * Beyond short arrays the float32 sum adds an error of its own. It is the same relative error in every
 * probability, and so the error of their sum too, which is bounded separately: what is left of an
 * output's error without it must still be within the bound of short arrays.
 */
function allowedUlpError(elementCount: number, sumError: number): number {
  if (elementCount <= shortElementCount) return maximumUlpError;
  return maximumUlpError + Math.min(sumError, maximumSumError) * ulpsOfWhole;
}

/** Errors in ulp of the result, but of 1 where it is smaller, as an error of the sum is absolute here. */
function checkLogSumExp({ logSumExp, oracle }: OutputToCheck): Verified {
  const expected = oracle().logSumExp;
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
    comparedElementCount: 1,
  };
  const found = `got ${logSumExp}, expected ${expected} (at most ${maximumUlpError} ulp)`;
  return {
    verification,
    problem: maxUlpError <= maximumUlpError ? null : `wrong output: ${found}`,
  };
}

function checkCopy({ y, tile }: OutputToCheck): Verified {
  const verification = { ...nothingCompared, comparedElementCount: y.length };
  for (let offset = 0; offset < y.length; offset += tile.length) {
    const got = bytesOf(y.subarray(offset, offset + tile.length));
    const expected = bytesOf(tile.subarray(0, got.length / tile.BYTES_PER_ELEMENT));
    if (!got.equals(expected)) {
      const last = Math.min(offset + tile.length, y.length) - 1;
      const where = `elements ${String(offset)} to ${String(last)}`;
      return { verification, problem: `wrong output: among ${where} y is not a copy of x` };
    }
  }
  return { verification, problem: null };
}

/** The same memory as bytes, which compare fast and distinguish NaN and -0. */
function bytesOf(elements: Float32Array): Buffer {
  return Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
}
