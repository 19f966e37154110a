import type { Workspace } from '../../backends/backend.js';
import type { Cell } from '../../model/cell.js';
import { createRandom } from '../../statistics/random.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { compareToOracle, comparisonRanges } from '../../softmax/output-error.js';
import { createOracle, prepareTile, type Oracle } from '../../softmax/oracle.js';
import { elementBytes } from '../../softmax/traffic.js';
import type { Verification } from '../../model/outcome.js';
import { passCallsOf } from './timed-request.js';

/** Largest error of an output for arrays of up to `shortElementCount` elements. */
const maximumUlpError = 4;
const shortElementCount = 4096;

/** Largest distance of the sum of the outputs from 1. */
const maximumSumError = 1e-5;

/** Float32 values lie at most 2^24 ulp above 0 on a relative scale: an error of 2^-24 is at most 1 ulp. */
const ulpsOfWhole = 2 ** 24;

/** Streams 0 and up belong to the input and to the rounds. */
const comparisonStream = 2 ** 32 - 1;

/** What a verification found; `problem` says in one line what is wrong, or is null. */
export interface Verified {
  readonly verification: Verification;
  readonly problem: string | null;
}

export interface Verifier {
  /**
   * Executes the cell's passes once, untimed, and checks what they left in y. x must hold the tile,
   * repeated, and y be at least as long as the cell. Overwrites y.
   */
  verify(workspace: Workspace, cell: Cell): Verified;
}

/** Verifies cells whose x repeats this tile. Keeps an oracle for each element count it has seen. */
export function createVerifier(tile: Float32Array, seed: number): Verifier {
  const preparedTile = prepareTile(tile);
  const oracles = new Map<number, Oracle>();
  const oracleOf = (elementCount: number): Oracle => {
    const oracle = oracles.get(elementCount) ?? createOracle(preparedTile, elementCount);
    oracles.set(elementCount, oracle);
    return oracle;
  };
  return {
    verify(workspace, cell) {
      const { computes } = algorithmOf(cell.algorithm);
      if (computes === 'none') return { verification: nothingCompared, problem: null };
      const y = workspace.y.subarray(0, cell.elementCount);
      // What an earlier cell left there must not pass for this one's output.
      y.fill(NaN);
      workspace.execute(cell.target, passCallsOf(cell), cell.elementCount);
      return computes === 'copy' ? verifyCopy(y, tile) : verifySoftmax(y, oracleOf(y.length), seed);
    },
  };
}

/**
 * Most memory that a verifier takes for cells of these element counts, in bytes: the tile's
 * exponentials, and those of each prefix that may not contain the tile's maximum.
 */
export function verifierBytes(elementCounts: readonly number[], tileElementCount: number): number {
  const prefixes = [...new Set(elementCounts)].filter((count) => count < tileElementCount);
  const exponentialCount = prefixes.reduce((sum, count) => sum + count, tileElementCount);
  return exponentialCount * Float64Array.BYTES_PER_ELEMENT;
}

const nothingCompared: Verification = {
  maxUlpError: null,
  maxRelativeError: null,
  sumError: null,
  zeroOutputShare: null,
  comparedElementCount: 0,
};

function verifySoftmax(y: Float32Array, oracle: Oracle, seed: number): Verified {
  const ranges = comparisonRanges(y.length, createRandom(seed, comparisonStream));
  const verification = compareToOracle(y, oracle, ranges);
  const { maxUlpError, sumError } = verification;
  const isRight = areAllowedErrors(y.length, maxUlpError, sumError);
  const allowed = allowedUlpError(y.length, sumError);
  const found = `largest error ${maxUlpError.toPrecision(3)} ulp (at most ${allowed.toPrecision(3)})`;
  const sum = `sum off by ${sumError.toExponential(1)} (at most ${maximumSumError.toExponential()})`;
  return { verification, problem: isRight ? null : `wrong output: ${found}, ${sum}` };
}

/** Whether softmax of so many elements may be as far off; see `Verification`. Not for a NaN. */
export function areAllowedErrors(
  elementCount: number,
  maxUlpError: number,
  sumError: number,
): boolean {
  return maxUlpError <= allowedUlpError(elementCount, sumError) && sumError <= maximumSumError;
}

/**
 * Beyond short arrays the float32 sum in the denominator adds an error of its own. It is the same
 * relative error in every output, and so the error of their sum too, which is bounded separately: what
 * is left of an output's error once that is taken off must still be within the bound of short arrays.
 */
function allowedUlpError(elementCount: number, sumError: number): number {
  if (elementCount <= shortElementCount) return maximumUlpError;
  return maximumUlpError + Math.min(sumError, maximumSumError) * ulpsOfWhole;
}

function verifyCopy(y: Float32Array, tile: Float32Array): Verified {
  const verification = { ...nothingCompared, comparedElementCount: y.length };
  for (let offset = 0; offset < y.length; offset += tile.length) {
    const got = bytesOf(y.subarray(offset, offset + tile.length));
    const expected = bytesOf(tile.subarray(0, got.length / elementBytes));
    if (!got.equals(expected)) {
      const last = Math.min(offset + tile.length, y.length) - 1;
      const where = `elements ${String(offset)} to ${String(last)}`;
      return { verification, problem: `wrong output: among ${where} y is not a copy of x` };
    }
  }
  return { verification, problem: null };
}

/** The same memory as bytes, which compare fast and tell NaN and -0 apart. */
function bytesOf(elements: Float32Array): Buffer {
  return Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
}
