import type { Machine } from '../model/machine.js';
import { algorithmOf, twinIdOf } from '../softmax/algorithms.js';
import { footprintBytes } from '../softmax/traffic.js';
import type { Cell } from '../model/cell.js';

/** What says where a size lies. */
export type CacheSizes = Pick<Machine, 'caches' | 'lastLevelCacheBytes'>;

/** What the answer of a run is about, and so what its noise matters most for. */
const preferredAlgorithm = 'two-pass';

/**
 * The cells with twins beside some of them: for each target, cache state and cache level (and memory)
 * one algorithm is measured once more under another name. The two are known to be equal, so what they
 * seem to differ by is what the run cannot tell apart. A twin uses the memory and kernels of its
 * original, which comes right before it.
 */
export function withTwins(cells: readonly Cell[], machine: CacheSizes): Cell[] {
  const originals = new Set(
    sweepsOf(cells).flatMap((sweep) => levelsOf(sweep, machine).map(originalOf)),
  );
  return cells.flatMap((cell) => (originals.has(cell) ? [cell, twinOf(cell)] : [cell]));
}

/** Of cells with twins, the pairs alone. */
export function pairsOnly(cells: readonly Cell[]): Cell[] {
  const isTwin = (cell: Cell | undefined): boolean =>
    cell !== undefined && algorithmOf(cell.algorithm).twinOf !== null;
  return cells.filter((cell, index) => isTwin(cell) || isTwin(cells[index + 1]));
}

function twinOf(cell: Cell): Cell {
  const algorithm = twinIdOf(cell.algorithm);
  return { ...cell, algorithm, id: cell.id.replace(cell.algorithm, algorithm) };
}

/** Cells by target and cache state. */
function sweepsOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const keyOf = ({ target, cacheState, threadCount }: Cell): string =>
    `${target}/${cacheState}/${threadCount}`;
  const keys = [...new Set(cells.map(keyOf))];
  return keys.map((key) => cells.filter((cell) => keyOf(cell) === key));
}

/**
 * The cells of one size for each level that a sweep reaches: the largest that no cache holds, and of
 * what a cache holds the one in the middle, far from its edges.
 */
function levelsOf(sweep: readonly Cell[], machine: CacheSizes): readonly (readonly Cell[])[] {
  const { caches, lastLevelCacheBytes } = machine;
  const capacities = [
    ...caches.map(({ sizeBytes }) => sizeBytes).filter((bytes) => bytes < lastLevelCacheBytes),
    lastLevelCacheBytes,
  ];
  const levelOf = (elementCount: number): number =>
    capacities.filter((bytes) => bytes < footprintBytes(algorithmOf('copy'), elementCount)).length;
  const counts = [...new Set(sweep.map(({ elementCount }) => elementCount))].sort((a, b) => a - b);
  const levels = [...new Set(counts.map(levelOf))];
  return levels.map((level) => {
    const own = counts.filter((count) => levelOf(count) === level);
    const chosen = level === capacities.length ? own.at(-1) : own[own.length >> 1];
    return sweep.filter(({ elementCount }) => elementCount === chosen);
  });
}

function originalOf(cells: readonly Cell[]): Cell {
  return cells.find(({ algorithm }) => algorithm === preferredAlgorithm) ?? cells[0]!;
}
