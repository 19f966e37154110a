import type { Machine } from './machine.js';
import { bytesOf, type Problem } from './problem.js';
import type { CacheBoundary, Region } from './region-schema.js';

export type { CacheBoundary, Region };

/** Within this factor of a capacity, data lies partly on either side. */
export const transitionFactor = 2;

/** So many times the last-level cache is an array that is out of cache, at least. */
export const outOfCacheMultiple = 4;

/**
 * The definition of "out of cache": each array is at least 4 times the last-level cache, so that the
 * share of it that a cache still holds no longer matters. A working set between one and eight times the
 * cache lies in DRAM by region, but is not out of cache.
 */
export function isOutOfCache(problem: Problem, lastLevelBytes: number): boolean {
  return bytesOf(problem) >= outOfCacheMultiple * lastLevelBytes;
}

/** Where a working set lies. */
export interface Place {
  readonly region: Region;
  /** Within a factor of 2 of a cache boundary, where figures mix two levels. */
  readonly isTransition: boolean;
}

/**
 * The boundaries of the machine's caches, ascending, with a last level of that size. Inner caches that
 * are not smaller are left out.
 */
export function cacheBoundaries(
  machine: Pick<Machine, 'caches' | 'lastLevelCacheSource' | 'reportedLastLevelCacheBytes'>,
  lastLevelBytes: number,
  lastLevelSource: CacheBoundary['source'],
): readonly CacheBoundary[] {
  const { caches, lastLevelCacheSource, reportedLastLevelCacheBytes } = machine;
  const isAssumed = lastLevelCacheSource === 'assumed' || reportedLastLevelCacheBytes === null;
  const innerSource = isAssumed ? 'assumed' : 'operating system';
  const inner = (hidesLastLevel(machine) ? caches : caches.slice(0, -1))
    .filter(({ sizeBytes }) => sizeBytes > 0 && sizeBytes < lastLevelBytes)
    .map(({ level, sizeBytes }): CacheBoundary => {
      return { region: `L${level}`, capacityBytes: sizeBytes, source: innerSource };
    });
  return [...inner, { region: 'LLC', capacityBytes: lastLevelBytes, source: lastLevelSource }];
}

/** Whether the system reports no third level, and the size of the last one comes from elsewhere. */
export function hidesLastLevel({
  caches,
  lastLevelCacheSource,
}: Pick<Machine, 'caches' | 'lastLevelCacheSource'>): boolean {
  const isFromElsewhere = lastLevelCacheSource === 'measured' || lastLevelCacheSource === '--llc';
  return isFromElsewhere && (caches.at(-1)?.level ?? 0) < 3;
}

/**
 * The nearest cache that holds the working set in full; a transition from half of a capacity to twice it,
 * ends included.
 */
export function placeOf(workingSetBytes: number, boundaries: readonly CacheBoundary[]): Place {
  const holding = boundaries.find(({ capacityBytes }) => workingSetBytes <= capacityBytes);
  return {
    region: holding?.region ?? 'DRAM',
    isTransition: boundaries.some(
      ({ capacityBytes }) =>
        workingSetBytes >= capacityBytes / transitionFactor &&
        workingSetBytes <= capacityBytes * transitionFactor,
    ),
  };
}

/** Orders from the innermost cache to DRAM. */
export function compareRegions(a: Region, b: Region): number {
  return depthOf(a) - depthOf(b);
}

function depthOf(region: Region): number {
  if (region === 'DRAM') return Infinity;
  return region === 'LLC' ? Number.MAX_VALUE : Number(region.slice(1));
}
