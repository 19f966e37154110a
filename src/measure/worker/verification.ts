import type { Team, Workspace } from '../../backends/backend.js';
import { cellIdOf } from '../../model/axes.js';
import type { Cell, OwnCell } from '../../model/cell.js';
import type { Verification } from '../../model/outcome.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { operations, unchecked, type Verified } from '../../softmax/operations.js';
import { createOracle, prepareTile, type Oracle, type PreparedTile } from '../../softmax/oracle.js';
import { createRandom } from '../../statistics/random.js';
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

/** Verifies cells whose x repeats this tile. Keeps an oracle for each element count it has seen. */
export function createVerifier(tile: Float32Array, seed: number): Verifier {
  let prepared: PreparedTile | null = null;
  const oracles = new Map<number, Oracle>();
  const oracleOf = (elementCount: number): Oracle => {
    prepared ??= prepareTile(tile);
    const oracle = oracles.get(elementCount) ?? createOracle(prepared, elementCount);
    oracles.set(elementCount, oracle);
    return oracle;
  };
  // NaN for NaN is what an oracle expects, and no evidence of a kernel that works.
  const isPoisoned = tile.some((value) => Number.isNaN(value) || value === Infinity);
  const check = ({ operation, problem }: Cell, y: Float32Array, logSumExp: number): Verified =>
    operations[operation].check({
      y,
      logSumExp,
      tile,
      oracle: () => oracleOf(elementsOf(problem)),
      random: createRandom(seed, comparisonStream),
    });
  const verify: Verifier['verify'] = (workspace, team, cell) => {
    // Saves a call, which takes long for large arrays.
    if (cell.operation === 'none') return unchecked;
    if (isPoisoned) return poisoned;
    const elementCount = elementsOf(cell.problem);
    const y = workspace.y.subarray(0, elementCount);
    // What an earlier cell left there must not pass for this one's output.
    if (team === null) y.fill(NaN);
    else team.clearY(elementCount);
    const logSumExp = workspace.execute(cell.target, passCallsOf(cell), elementCount);
    const differing = team?.differingThread(elementCount, cell.threadCount) ?? null;
    if (differing !== null) {
      return { ...unchecked, problem: `thread ${differing} computed another output than thread 0` };
    }
    return check(cell, y, logSumExp);
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
      const { verification } = check(cell, y, NaN);
      return { verification, problem: toleranceProblem(verification, tolerance) };
    },
  };
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
 * Most memory that a verifier takes for cells of these problems, in bytes: the tile's exponentials, and
 * those of each prefix that may not contain the tile's maximum.
 */
export function verifierBytes(problems: readonly Problem[], tileElementCount: number): number {
  const counts = new Set(problems.map(elementsOf));
  const prefixes = [...counts].filter((count) => count < tileElementCount);
  const exponentialCount = prefixes.reduce((sum, count) => sum + count, tileElementCount);
  return exponentialCount * Float64Array.BYTES_PER_ELEMENT;
}
