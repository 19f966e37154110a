import type { Cache, Machine } from '../../../model/machine.js';
import { reportedCaches } from '../../caches.js';
import { formatBytes } from '../../../units.js';
import type { Check } from '../check.js';
import { cpuCountText } from '../cpus.js';
import { fine, warning } from '../check-result.js';

/**
 * In a virtual machine, more last-level cache than this for each logical CPU that shares it is doubted, and so much for
 * one CPU alone: emulators make that up. Usual CPUs have 1 to 12 MiB; the few with more get a false warning.
 */
const plausibleBytesPerCpu = 16 * 2 ** 20;

const remedy = 'Let a run measure the size, or set it with --llc, such as --llc 32Mi.';

/** Sizes of caches that cannot be right. */
export const cachesCheck: Check = {
  title: 'cache sizes',
  examine: ({ host, machine }) => {
    const text = `LLC: ${formatBytes(machine.lastLevelCacheBytes)}`;
    if (machine.lastLevelCacheSource === '--llc') return fine(`${text} (--llc)`);
    if (machine.cacheProbe?.capacity) return fine(`${text} (measured)`);
    const doubts = doubtsOf(machine, reportedCaches(host));
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
function doubtsOf(machine: Machine, reported: readonly Cache[]): readonly string[] {
  const { caches, lastLevelCacheSource, lastLevelCacheBytes, hypervisor, logicalCpuCount } =
    machine;
  if (lastLevelCacheSource === 'assumed') {
    const last = reported.at(-1);
    const nonsense =
      last === undefined
        ? 'no caches'
        : `an L${last.level} cache of ${formatBytes(last.sizeBytes)} as the last, which cannot be right`;
    return [
      `The system reports ${nonsense}: an LLC of ${formatBytes(lastLevelCacheBytes)} is assumed.`,
    ];
  }
  const doubts = caches
    .filter(({ sizeBytes }) => sizeBytes === 0)
    .map(({ level }) => `The system reports an L${level} cache without a size.`);
  const level3 = caches.filter(({ level }) => level === 3).at(-1) ?? null;
  if (level3 === null) return [...doubts, 'The system reports no L3 cache; this CPU may have one.'];
  const sharingCpuCount = Math.max(1, Math.min(level3.sharedByCpuCount, logicalCpuCount));
  const bytesPerCpu = level3.sizeBytes / sharingCpuCount;
  const isPlausible =
    bytesPerCpu < plausibleBytesPerCpu ||
    (bytesPerCpu === plausibleBytesPerCpu && level3.sharedByCpuCount > 1);
  if (hypervisor !== null && !isPlausible) {
    doubts.push(
      `This virtual machine reports ${formatBytes(level3.sizeBytes)} of L3 cache for ` +
        `${cpuCountText(sharingCpuCount)}, probably not real or the whole cache of its host.`,
    );
  }
  return doubts;
}
