import { formatBytes } from '../units.js';
import type { Cell } from '../model/cell.js';
import { workspaceBytes, type WorkspaceBytes } from './ring.js';

/** Cells that fit in memory together, those that do not with the reason, and the memory needed. */
export interface FittedCells extends WorkspaceBytes {
  readonly fitting: readonly Cell[];
  readonly tooLarge: readonly { readonly cell: Cell; readonly reason: string }[];
}

/**
 * Leaves out the cells with which x and y would outgrow the limit, the largest first. All cells share
 * the two regions, so what counts is the largest x plus the largest y, even of different cells.
 * Both lists keep the order of `cells`.
 */
export function fitCells(
  cells: readonly Cell[],
  lastLevelCacheBytes: number,
  memoryLimitBytes: number,
): FittedCells {
  const totalOf = ({ xBytes, yBytes }: WorkspaceBytes): number => xBytes + yBytes;
  const bytesOf = (cell: Cell): WorkspaceBytes => workspaceBytes([cell], lastLevelCacheBytes);
  const ascending = [...cells].sort((a, b) => totalOf(bytesOf(a)) - totalOf(bytesOf(b)));
  const reasons = new Map<Cell, string>();
  let kept: WorkspaceBytes = { xBytes: 0, yBytes: 0 };
  for (const cell of ascending) {
    const grown = union(kept, bytesOf(cell));
    if (totalOf(grown) <= memoryLimitBytes) kept = grown;
    else reasons.set(cell, reasonFor(grown, memoryLimitBytes));
  }
  return {
    ...kept,
    fitting: cells.filter((cell) => !reasons.has(cell)),
    tooLarge: cells.flatMap((cell) => {
      const reason = reasons.get(cell);
      return reason === undefined ? [] : [{ cell, reason }];
    }),
  };
}

function union(a: WorkspaceBytes, b: WorkspaceBytes): WorkspaceBytes {
  return { xBytes: Math.max(a.xBytes, b.xBytes), yBytes: Math.max(a.yBytes, b.yBytes) };
}

function reasonFor({ xBytes, yBytes }: WorkspaceBytes, memoryLimitBytes: number): string {
  const x = `${formatBytes(xBytes)} for x`;
  const y = `${formatBytes(yBytes)} for y and its ring`;
  return `needs ${x} and ${y}, more than the ${formatBytes(memoryLimitBytes)} that can be had`;
}
