import type { HugetlbPool } from '../machine/pages.js';
import type { Cell } from '../model/cell.js';
import { formatBytes } from '../units.js';
import { bytesOfRegion, totalBytes, withRegion, type RegionRequest } from './regions.js';

/** A requested cell that is not measured. */
export interface SkippedCell {
  readonly cell: Cell;
  readonly reason: string;
}

/** The cells that a limit leaves, and those that it excludes; both in the order of the plan. */
export interface FittedCells {
  readonly fitting: readonly Cell[];
  readonly skipped: readonly SkippedCell[];
}

/** What some of the regions of a run may take together. */
export interface MemoryLimit {
  readonly covers: (region: RegionRequest) => boolean;
  /** Why so much is too much, given the regions that it covers; null when it is not. */
  readonly problemOf: (regions: readonly RegionRequest[]) => string | null;
}

/**
 * Leaves out the cells with which the regions would outgrow a limit, the largest first. Cells share
 * regions, so what counts is the largest x plus the largest y, even of different cells.
 */
export function fitMemory(
  cells: readonly Cell[],
  regionOf: (cell: Cell) => RegionRequest,
  limits: readonly MemoryLimit[],
): FittedCells {
  const ascending = cells
    .map((cell) => ({ cell, region: regionOf(cell) }))
    .sort((a, b) => totalBytes([a.region]) - totalBytes([b.region]));
  const reasons = new Map<Cell, string>();
  let kept: readonly RegionRequest[] = [];
  for (const { cell, region } of ascending) {
    const grown = withRegion(kept, region);
    const [reason] = limits
      .filter(({ covers }) => covers(region))
      .flatMap(({ covers, problemOf }) => problemOf(grown.filter(covers)) ?? []);
    if (reason === undefined) kept = grown;
    else reasons.set(cell, reason);
  }
  return {
    fitting: cells.filter((cell) => !reasons.has(cell)),
    skipped: cells.flatMap((cell) => {
      const reason = reasons.get(cell);
      return reason === undefined ? [] : [{ cell, reason }];
    }),
  };
}

/** The limit of all memory but reserved pages, which are no part of what is available. */
export function availableMemoryLimit(limitBytes: number): MemoryLimit {
  return {
    covers: ({ pages }) => pages !== 'hugetlb',
    problemOf: (regions) => excessProblem(regions, limitBytes, 'available'),
  };
}

/** The limit of one region of a backend that cannot address more, whatever memory there is. */
export function addressableLimit(
  backend: RegionRequest['backend'],
  limitBytes: number,
): MemoryLimit {
  return {
    covers: (region) => region.backend === backend,
    problemOf: (regions) => {
      const problems = regions.map((region) =>
        excessProblem([region], limitBytes, `addressable by the ${backend} backend`),
      );
      return problems.find((problem) => problem !== null) ?? null;
    },
  };
}

const hugetlbPageBytes = 2 * 2 ** 20;

/** The limit of the pool of reserved pages. */
export function hugetlbLimit({ totalPages, freePages }: HugetlbPool): MemoryLimit {
  return {
    covers: ({ pages }) => pages === 'hugetlb',
    problemOf: (regions) => {
      const pageCount = regions
        .map(bytesOfRegion)
        .flatMap(({ xBytes, yBytes }) => [xBytes, yBytes])
        .reduce((sum, bytes) => sum + Math.ceil(bytes / hugetlbPageBytes), 0);
      if (pageCount <= freePages) return null;
      const wanted = totalPages + pageCount - freePages;
      return (
        `requires ${pageCount} reserved pages of 2 MiB, ${freePages} are free. ` +
        `Reserve them: sudo sysctl vm.nr_hugepages=${wanted}`
      );
    },
  };
}

function excessProblem(
  regions: readonly RegionRequest[],
  limitBytes: number,
  limit: string,
): string | null {
  if (totalBytes(regions) <= limitBytes) return null;
  const sizes = regions.map(bytesOfRegion);
  const x = formatBytes(sizes.reduce((sum, { xBytes }) => sum + xBytes, 0));
  const y = formatBytes(sizes.reduce((sum, { yBytes }) => sum + yBytes, 0));
  return `requires ${x} for x and ${y} for y and its ring, ${formatBytes(limitBytes)} are ${limit}`;
}
