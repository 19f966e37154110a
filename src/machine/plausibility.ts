import { formatBytes } from '../units.js';
import type { Cache } from './machine.js';

/**
 * More last-level cache than this for each logical CPU that shares it is doubted in a virtual machine.
 * Usual parts have 1 to 12 MiB; one of the few with more is warned of in vain.
 */
const plausibleBytesPerCpu = 16 * 2 ** 20;

/** What the checks go by. */
export interface CacheReport {
  /** As the system reports them; empty when it reports none. */
  readonly caches: readonly Cache[];
  readonly hypervisor: string | null;
  readonly logicalCpuCount: number;
}

/**
 * One sentence for each thing that makes the reported caches doubtful, with what to do about it.
 * The sizes decide which arrays count as out of cache, so a wrong one spoils the verdict.
 */
export function cacheWarnings({ caches, hypervisor, logicalCpuCount }: CacheReport): string[] {
  const remedy = 'give its true size, such as --llc 32Mi';
  if (caches.length === 0) {
    return [
      'The system reports no caches, so a last-level cache of 32 MiB is assumed; ' +
        `look up this CPU's and ${remedy}.`,
    ];
  }
  const warnings: string[] = [];
  for (const { level } of caches.filter(({ sizeBytes }) => sizeBytes === 0)) {
    warnings.push(
      `The system reports an L${level} cache without a size; if it is last, ${remedy}.`,
    );
  }
  const level2 = largestOfLevel(caches, 2);
  const level3 = largestOfLevel(caches, 3);
  if (level3 === null) {
    warnings.push(`The system reports no L3 cache; if this CPU has one, ${remedy}.`);
    return warnings;
  }
  if (level2 !== null && level2.sizeBytes > level3.sizeBytes && level3.sizeBytes > 0) {
    warnings.push(
      `The system reports an L2 cache (${formatBytes(level2.sizeBytes)}) larger than the L3 ` +
        `(${formatBytes(level3.sizeBytes)}); if either is wrong for the last-level cache, ${remedy}.`,
    );
  }
  const sharingCpuCount = Math.max(1, Math.min(level3.sharedByCpuCount, logicalCpuCount));
  if (hypervisor !== null && level3.sizeBytes / sharingCpuCount > plausibleBytesPerCpu) {
    warnings.push(
      `This virtual machine reports ${formatBytes(level3.sizeBytes)} of L3 cache for ` +
        `${sharingCpuCount} CPU${sharingCpuCount === 1 ? '' : 's'}: probably all of its host's, ` +
        'of which it gets a share; give the size to reckon with, such as --llc 32Mi.',
    );
  }
  return warnings;
}

function largestOfLevel(caches: readonly Cache[], level: number): Cache | null {
  return caches.filter((cache) => cache.level === level).at(-1) ?? null;
}
