import type { Machine } from '../machine/machine.js';

/** `L1`, `L2`, ..., `memory` for what fits in no cache; `cache` when the levels are not known. */
export type CacheLevel = `L${number}` | 'cache' | 'memory';

/**
 * The nearest cache that holds `footprintBytes` in full. The last level counts with the size that the
 * plan reckoned with (`--llc` may say less or more than the system), and no nearer one counts as larger.
 */
export function cacheLevelOf(
  footprintBytes: number,
  machine: Pick<Machine, 'caches' | 'lastLevelCacheBytes'>,
): CacheLevel {
  const { lastLevelCacheBytes } = machine;
  if (footprintBytes > lastLevelCacheBytes) return 'memory';
  const nearer = machine.caches.slice(0, -1).find(({ sizeBytes }) => footprintBytes <= sizeBytes);
  const cache = nearer ?? machine.caches.at(-1);
  return cache === undefined ? 'cache' : `L${cache.level}`;
}
