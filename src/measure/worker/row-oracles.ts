import { formatProblem, rowStrideOf, type Problem } from '../../model/problem.js';
import { createOracle, prepareTile, type Oracle, type PreparedTile } from '../../softmax/oracle.js';

/** Finds the oracle of a row of a problem whose x repeats a tile. */
export type RowOracles = (problem: Problem, row: number) => Oracle;

/**
 * Rows that begin where the tile does share its exponentials; these are kept for each number of columns. The oracles
 * of other rows are kept until another problem is asked about.
 */
export function createRowOracles(tile: Float32Array): RowOracles {
  let prepared: PreparedTile | null = null;
  const ofPrefixes = new Map<number, Oracle>();
  let ofProblem = '';
  const ofOffsets = new Map<number, Oracle>();
  const prefixOracle = (columns: number): Oracle => {
    prepared ??= prepareTile(tile);
    return createOracle(prepared, columns);
  };
  return (problem, row) => {
    const { columns } = problem;
    const offset = (row * rowStrideOf(problem)) % tile.length;
    if (offset === 0) return found(ofPrefixes, columns, () => prefixOracle(columns));
    const key = formatProblem(problem);
    if (key !== ofProblem) ofOffsets.clear();
    ofProblem = key;
    return found(ofOffsets, offset, () =>
      createOracle(prepareTile(rotated(tile, offset, columns)), columns),
    );
  };
}

/** Bytes of the oracles of so many rows that begin anywhere in a tile: its values and their exponentials. */
export function rowOracleBytes(
  { columns }: Problem,
  rowCount: number,
  tileElementCount: number,
): number {
  const elementBytes = Float32Array.BYTES_PER_ELEMENT + Float64Array.BYTES_PER_ELEMENT;
  return rowCount * Math.min(columns, tileElementCount) * elementBytes;
}

/** The tile as a row sees it that begins at `offset`, no more of it than a row has. */
function rotated(tile: Float32Array, offset: number, columns: number): Float32Array {
  const values = new Float32Array(Math.min(columns, tile.length));
  const end = tile.subarray(offset, offset + values.length);
  values.set(end);
  values.set(tile.subarray(0, values.length - end.length), end.length);
  return values;
}

function found(oracles: Map<number, Oracle>, key: number, create: () => Oracle): Oracle {
  const oracle = oracles.get(key) ?? create();
  oracles.set(key, oracle);
  return oracle;
}
