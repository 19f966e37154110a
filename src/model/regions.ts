import type { Machine } from './machine.js';
import { elementBytes } from '../softmax/traffic.js';
import type { CacheBoundary, Region } from '../analysis/analysis.js';

/** From this many times the last-level cache on, what an array leaves in cache no longer matters. */
export const outOfCacheMultiple = 4;

/** Within this factor of a capacity, data lives partly on either side. */
export const transitionFactor = 2;

/** Where a footprint lives. */
export interface Place {
  readonly region: Region;
  readonly isTransition: boolean;
}

/**
 * The boundaries of the machine's caches, with the last level as large as given. Inner caches that
 * are not smaller than it do not count.
 */
export function cacheBoundaries(
  { caches, lastLevelCacheSource }: Pick<Machine, 'caches' | 'lastLevelCacheSource'>,
  lastLevelBytes: number,
  lastLevelSource: CacheBoundary['source'],
): readonly CacheBoundary[] {
  const innerSource = lastLevelCacheSource === 'assumed' ? 'assumed' : 'operating system';
  const inner = caches
    .slice(0, -1)
    .filter(({ sizeBytes }) => sizeBytes > 0 && sizeBytes < lastLevelBytes)
    .map(({ level, sizeBytes }): CacheBoundary => {
      return { region: `L${level}`, capacityBytes: sizeBytes, source: innerSource };
    });
  return [
    ...inner,
    { region: 'last-level', capacityBytes: lastLevelBytes, source: lastLevelSource },
  ];
}

/**
 * The nearest cache that holds the footprint in full; a transition from half of a capacity to twice it,
 * ends included.
 */
export function placeOf(footprintBytes: number, boundaries: readonly CacheBoundary[]): Place {
  const holding = boundaries.find(({ capacityBytes }) => footprintBytes <= capacityBytes);
  return {
    region: holding?.region ?? 'memory',
    isTransition: boundaries.some(
      ({ capacityBytes }) =>
        footprintBytes >= capacityBytes / transitionFactor &&
        footprintBytes <= capacityBytes * transitionFactor,
    ),
  };
}

/** Whether each array is so much larger than the last-level cache that what stays in it does not matter. */
export function isFarOutOfCache(elementCount: number, lastLevelBytes: number): boolean {
  return elementCount * elementBytes >= outOfCacheMultiple * lastLevelBytes;
}
