import { threadingOf, type Threading } from '../model/threading.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { BackendSession } from '../model/session.js';
import type { CellTarget, Pages } from '../model/vocabulary.js';
import { ringBytes } from './ring.js';

/** Threads that share a region. */
export interface TeamRegion extends Pick<Threading, 'placement' | 'scaling'> {
  /** The CPU of each thread, in order: n threads are the first n. */
  readonly cpus: readonly number[];
  /** The numbers of threads that work together, ascending. */
  readonly threadCounts: readonly number[];
  /** The last-level caches that hold one problem: with strong scaling those of all threads together. */
  readonly cacheBytes: number;
}

/** Memory of one backend on one kind of pages: the two regions that its cells are cut from. */
export interface RegionRequest {
  readonly backend: BackendSession['name'];
  readonly pages: Pages;
  /** Null for one thread. */
  readonly team: TeamRegion | null;
  /** With weak scaling of each thread. */
  readonly xBytes: number;
  readonly yBytes: number;
}

/** What a region depends on besides the cell. */
export interface RegionContext {
  /** The name of the backend that executes a target, and of external implementations the one whose x they take. */
  readonly backendOf: (target: CellTarget) => BackendSession['name'];
  /** The CPUs of a team, in order. */
  readonly cpusOf: (threading: Threading) => readonly number[];
  /** `TeamRegion.cacheBytes` of a team. */
  readonly cacheBytesOf: (threading: Threading) => number;
  readonly lastLevelCacheBytes: number;
}

/** The regions that hold the rings of all cells: those of one backend, one kind of pages and one team share them. */
export function regionsOf(
  cells: readonly Cell[],
  context: RegionContext,
): readonly RegionRequest[] {
  return cells.reduce<readonly RegionRequest[]>(
    (regions, cell) => withRegion(regions, regionOf(cell, context)),
    [],
  );
}

/** The regions that one cell takes alone. */
export function regionOf(
  cell: Cell,
  { backendOf, cpusOf, cacheBytesOf, lastLevelCacheBytes }: RegionContext,
): RegionRequest {
  const { target, pages } = cell;
  // An external implementation has threads of its own, and the memory of one.
  const threading = isOwn(cell) ? threadingOf(cell) : null;
  const team = threading && {
    placement: threading.placement,
    scaling: threading.scaling,
    cpus: cpusOf(threading),
    threadCounts: [threading.threadCount],
    cacheBytes: cacheBytesOf(threading),
  };
  const ring = ringBytes(cell, team?.cacheBytes ?? lastLevelCacheBytes);
  return { backend: backendOf(target), pages, team, ...ring };
}

/** What the regions take together. */
export function totalBytes(regions: readonly RegionRequest[]): number {
  return regions.reduce(
    (sum, region) => sum + bytesOfRegion(region).xBytes + bytesOfRegion(region).yBytes,
    0,
  );
}

/** What x and y of a region take, those of all threads. */
export function bytesOfRegion({ xBytes, yBytes, team }: RegionRequest): {
  readonly xBytes: number;
  readonly yBytes: number;
} {
  const count = team?.scaling === 'weak' ? team.cpus.length : 1;
  return { xBytes: count * xBytes, yBytes: count * yBytes };
}

/** Whether cells of these use the same region. */
function isSameRegion(
  a: Pick<RegionRequest, 'backend' | 'pages' | 'team'>,
  b: Pick<RegionRequest, 'backend' | 'pages' | 'team'>,
): boolean {
  return a.backend === b.backend && a.pages === b.pages && isSameTeam(a.team, b.team);
}

/** The regions, grown or joined by one more. */
export function withRegion(
  regions: readonly RegionRequest[],
  added: RegionRequest,
): readonly RegionRequest[] {
  if (!regions.some((region) => isSameRegion(region, added))) return [...regions, added];
  return regions.map((region) =>
    isSameRegion(region, added)
      ? {
          ...region,
          team: region.team && added.team && joinedTeam(region.team, added.team),
          xBytes: Math.max(region.xBytes, added.xBytes),
          yBytes: Math.max(region.yBytes, added.yBytes),
        }
      : region,
  );
}

/**
 * With weak scaling n threads are the first n of a larger team, each with the memory that it touched. With strong
 * scaling each number of threads divides the memory in another way, and has its own.
 */
function isSameTeam(a: TeamRegion | null, b: TeamRegion | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.placement !== b.placement || a.scaling !== b.scaling) return false;
  return a.scaling === 'weak' || a.cpus.length === b.cpus.length;
}

function joinedTeam(a: TeamRegion, b: TeamRegion): TeamRegion {
  return {
    ...a,
    cpus: a.cpus.length >= b.cpus.length ? a.cpus : b.cpus,
    threadCounts: [...new Set([...a.threadCounts, ...b.threadCounts])].sort((m, n) => m - n),
  };
}
