import type { Cell } from '../model/cell.js';
import type { BackendSession } from '../model/session.js';
import type { Pages, Target } from '../model/vocabulary.js';
import { ringBytes } from './ring.js';

/** Memory of one backend on one kind of pages: the two regions that its cells are cut from. */
export interface RegionRequest {
  readonly backend: BackendSession['name'];
  readonly pages: Pages;
  readonly xBytes: number;
  readonly yBytes: number;
}

/** The name of the backend that executes a target. */
export type BackendOf = (target: Target) => BackendSession['name'];

/** The regions that hold the rings of all cells: those of one backend and one kind of pages share them. */
export function regionsOf(
  cells: readonly Cell[],
  backendOf: BackendOf,
  lastLevelCacheBytes: number,
): readonly RegionRequest[] {
  return cells.reduce<readonly RegionRequest[]>(
    (regions, cell) => withRegion(regions, regionOf(cell, backendOf, lastLevelCacheBytes)),
    [],
  );
}

/** The regions that one cell takes alone. */
export function regionOf(
  cell: Cell,
  backendOf: BackendOf,
  lastLevelCacheBytes: number,
): RegionRequest {
  const { target, pages } = cell;
  return { backend: backendOf(target), pages, ...ringBytes(cell, lastLevelCacheBytes) };
}

/** What the regions take together. */
export function totalBytes(regions: readonly RegionRequest[]): number {
  return regions.reduce((sum, { xBytes, yBytes }) => sum + xBytes + yBytes, 0);
}

/** The regions, grown or joined by one more. */
export function withRegion(
  regions: readonly RegionRequest[],
  added: RegionRequest,
): readonly RegionRequest[] {
  const isShared = ({ backend, pages }: RegionRequest): boolean =>
    backend === added.backend && pages === added.pages;
  if (!regions.some(isShared)) return [...regions, added];
  return regions.map((region) =>
    isShared(region)
      ? {
          ...region,
          xBytes: Math.max(region.xBytes, added.xBytes),
          yBytes: Math.max(region.yBytes, added.yBytes),
        }
      : region,
  );
}
