import type { Cache, Machine } from '../../../model/machine.js';
import { formatBytes } from '../../../units.js';
import type { Check } from '../check.js';
import { cpuCountText } from '../cpus.js';
import { fine, warning } from '../check-result.js';

/**
 * In a virtual machine, more last-level cache than this for each logical CPU that shares it is doubted. Usual
 * CPUs have 1 to 12 MiB; the few with more get a false warning.
 */
const plausibleBytesPerCpu = 16 * 2 ** 20;

const remedy = 'Set the size with --llc, such as --llc 32Mi.';

/** Sizes of caches that cannot be right. */
export const cachesCheck: Check = {
  title: 'cache sizes',
  examine: ({ machine }) => {
    const text = `LLC: ${formatBytes(machine.lastLevelCacheBytes)}`;
    if (machine.lastLevelCacheSource === '--llc') return fine(`${text} (--llc)`);
    const doubts = doubtsOf(machine);
    if (doubts.length === 0) return fine(`${text} (reported)`);
    return warning({
      what: doubts.join(' '),
      why: 'Cache sizes decide what counts as out of cache, so a wrong size spoils the answer.',
      remedy,
    });
  },
  matters: () => true,
};

/** A sentence for each thing that makes the reported caches doubtful. */
function doubtsOf({
  caches,
  lastLevelCacheSource,
  lastLevelCacheBytes,
  hypervisor,
  logicalCpuCount,
}: Machine): readonly string[] {
  if (lastLevelCacheSource === 'assumed') {
    return [
      `The system reports no caches: an LLC of ${formatBytes(lastLevelCacheBytes)} is assumed.`,
    ];
  }
  const doubts = caches
    .filter(({ sizeBytes }) => sizeBytes === 0)
    .map(({ level }) => `The system reports an L${level} cache without a size.`);
  const level2 = largestOfLevel(caches, 2);
  const level3 = largestOfLevel(caches, 3);
  if (level3 === null) return [...doubts, 'The system reports no L3 cache; this CPU may have one.'];
  if (level2 !== null && level2.sizeBytes > level3.sizeBytes && level3.sizeBytes > 0) {
    doubts.push(
      `The system reports an L2 cache (${formatBytes(level2.sizeBytes)}) larger than the L3 ` +
        `(${formatBytes(level3.sizeBytes)}).`,
    );
  }
  const sharingCpuCount = Math.max(1, Math.min(level3.sharedByCpuCount, logicalCpuCount));
  if (hypervisor !== null && level3.sizeBytes / sharingCpuCount > plausibleBytesPerCpu) {
    doubts.push(
      `This virtual machine reports ${formatBytes(level3.sizeBytes)} of L3 cache for ` +
        `${cpuCountText(sharingCpuCount)}, probably the whole cache of its host.`,
    );
  }
  return doubts;
}

function largestOfLevel(caches: readonly Cache[], level: number): Cache | null {
  return caches.filter((cache) => cache.level === level).at(-1) ?? null;
}
