import type { Team, Workspace } from '../../backends/backend.js';
import { cellIdOf } from '../../model/axes.js';
import type { Cell, OwnCell } from '../../model/cell.js';
import type { Verification } from '../../model/outcome.js';
import { rowStrideOf, spanElementsOf, type Problem } from '../../model/problem.js';
import {
  operations,
  unchecked,
  type OutputToCheck,
  type Verified,
} from '../../softmax/operations.js';
import { comparedRowsOf } from '../../softmax/row-errors.js';
import { createRandom } from '../../statistics/random.js';
import { createRowOracles, rowOracleBytes } from './row-oracles.js';
import { passCallsOf } from './timed-request.js';

/** Streams 0 and up belong to the input and to the rounds. */
const comparisonStream = 2 ** 32 - 1;

const poisoned: Verified = {
  ...unchecked,
  problem: 'the input gives NaN, which matches anything',
};

/** What a verifier asks of threads. */
type VerifiedTeam = Pick<Team, 'clearY' | 'differingThread'>;

export interface Verifier {
  /**
   * Executes the cell's passes once, untimed, and checks what they computed. x must hold the tile,
   * repeated, and y be at least as long as the cell. Overwrites y. A cell that differs from an earlier one in
   * the state of the caches alone has its result: no output depends on that. Threads with arrays of their own all
   * compute the same, so the output of the first is checked and that of the others compared with it.
   */
  verify(workspace: Workspace, team: VerifiedTeam | null, cell: OwnCell): Verified;
  /**
   * Checks what an external implementation computed for a cell. Its errors are found as those of others, and are a
   * problem from the tolerance on: the largest relative error of an output, and of the sum.
   */
  check(cell: Cell, y: Float32Array, tolerance: number): Verified;
}

/** Verifies cells whose x repeats this tile. */
export function createVerifier(tile: Float32Array, seed: number): Verifier {
  const oracleOf = createRowOracles(tile);
  // NaN for NaN is what an oracle expects, and no evidence of a kernel that works.
  const isPoisoned = tile.some((value) => Number.isNaN(value) || value === Infinity);
  const compare = (
    { operation, problem }: Cell,
    y: Float32Array,
    logSumExpOf: OutputToCheck['logSumExpOf'],
  ): Verified =>
    operations[operation].check({
      y,
      problem,
      logSumExpOf,
      tile,
      oracleOf: (row) => oracleOf(problem, row),
      random: createRandom(seed, comparisonStream),
    });
  const verify: Verifier['verify'] = (workspace, team, cell) => {
    // Saves a call, which takes long for large arrays.
    if (cell.operation === 'none') return unchecked;
    if (isPoisoned) return poisoned;
    const { target, problem, threadCount } = cell;
    const span = spanElementsOf(problem);
    const y = workspace.y.subarray(0, span);
    // What an earlier cell left there must not pass for this one's output.
    if (team === null) y.fill(NaN);
    else team.clearY(span);
    const calls = passCallsOf(cell);
    const logSumExp = workspace.execute(target, calls, problem);
    const differing = team?.differingThread(span, threadCount) ?? null;
    if (differing !== null) {
      return { ...unchecked, problem: `thread ${differing} computed another output than thread 0` };
    }
    const written = writtenBetweenRows(y, problem);
    if (written !== null) return { ...unchecked, problem: written };
    return compare(cell, y, (row) =>
      row === problem.rows - 1
        ? logSumExp
        : workspace.execute(target, calls, { ...problem, rows: row + 1 }),
    );
  };
  const verified = new Map<string, Verified>();
  return {
    verify(workspace, team, cell) {
      const key = cellIdOf({ ...cell, cacheState: 'warm' }) + JSON.stringify(cell.variants);
      const found = verified.get(key) ?? verify(workspace, team, cell);
      verified.set(key, found);
      return found;
    },
    check(cell, y, tolerance) {
      if (isPoisoned) return poisoned;
      const { verification } = compare(cell, y, () => NaN);
      const written = writtenBetweenRows(y, cell.problem);
      return { verification, problem: written ?? toleranceProblem(verification, tolerance) };
    },
  };
}

/** Which element between rows is not NaN any more; null where rows follow each other or none is. */
function writtenBetweenRows(y: Float32Array, problem: Problem): string | null {
  const stride = rowStrideOf(problem);
  if (stride === problem.columns) return null;
  for (let start = problem.columns; start < y.length; start += stride) {
    const gap = y.subarray(start, start + stride - problem.columns);
    const written = gap.findIndex((value) => !Number.isNaN(value));
    if (written >= 0) return `wrong output: element ${start + written} between rows was written`;
  }
  return null;
}

function toleranceProblem(
  { maxRelativeError, sumError }: Verification,
  tolerance: number,
): string | null {
  if ((maxRelativeError ?? Infinity) <= tolerance && (sumError ?? Infinity) <= tolerance)
    return null;
  const [error, ofSum] = [maxRelativeError, sumError].map((own) =>
    (own ?? Infinity).toPrecision(3),
  );
  return maxRelativeError === Infinity
    ? 'wrong output: NaN or infinity where a number is expected; what is not written is NaN'
    : `wrong output: largest relative error ${error}, sum off by ${ofSum}, at most ${tolerance} allowed`;
}

/**
 * Most memory that a verifier takes for cells of these problems, in bytes: the tile's exponentials, those of each
 * prefix that may not contain the tile's maximum, and those of rows that begin elsewhere.
 */
export function verifierBytes(problems: readonly Problem[], tileElementCount: number): number {
  const counts = new Set(problems.map(({ columns }) => columns));
  const prefixes = [...counts].filter((count) => count < tileElementCount);
  const exponentialCount = prefixes.reduce((sum, count) => sum + count, tileElementCount);
  const ofRows = problems.map((problem) => {
    const rowCount = comparedRowsOf(problem, createRandom(0)).length - 1;
    return rowOracleBytes(problem, rowCount, tileElementCount);
  });
  return exponentialCount * Float64Array.BYTES_PER_ELEMENT + Math.max(0, ...ofRows);
}
