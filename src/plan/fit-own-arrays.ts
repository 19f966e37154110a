import { isOwn, type Cell } from '../model/cell.js';
import type { External } from '../model/external.js';
import { bytesOf } from '../model/problem.js';
import type { FittedCells } from './fit-memory.js';

/** What external implementations take of memory. */
export interface OwnArrays {
  readonly externals: readonly External[];
  /** With these cells, beside x and y of the tool's own kernels; Infinity where it cannot be had. */
  readonly bytesOf: (cells: readonly Cell[]) => number;
  readonly limitBytes: number;
}

/** Leaves out cells of implementations with arrays of their own, the largest first, while they do not fit. */
export function fitOwnArrays(
  cells: readonly Cell[],
  { externals, bytesOf: bytesOfCells, limitBytes }: OwnArrays,
): FittedCells {
  const titles = new Map(
    externals.filter(({ memory }) => memory === 'own').map(({ id, title }) => [id, title]),
  );
  const ascending = cells
    .filter((cell) => !isOwn(cell) && titles.has(cell.implementation))
    .sort((a, b) => bytesOf(a.problem) - bytesOf(b.problem));
  const left = new Set(cells);
  for (const cell of ascending) if (bytesOfCells([cell]) === Infinity) left.delete(cell);
  while (ascending.length > 0 && bytesOfCells([...left]) > limitBytes)
    left.delete(ascending.pop()!);
  const reasonOf = ({ implementation }: Cell): string =>
    `${titles.get(implementation)!} works on arrays of its own, which do not fit`;
  return {
    fitting: cells.filter((cell) => left.has(cell)),
    skipped: cells
      .filter((cell) => !left.has(cell))
      .map((cell) => ({ cell, reason: reasonOf(cell) })),
  };
}
