import type { Cache } from '../model/machine.js';
import { cpusInList } from './cpu-list.js';
import { sysctlNumber, type Host, type ReadText } from './host.js';
import { ownCpu } from './own-cpu.js';

const cpuFolder = '/sys/devices/system/cpu';
const usualLineBytes = 64;
const sizeMultipliers: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** No last-level cache is smaller or larger; hypervisors and firmware report such sizes all the same. */
const smallestLastLevelBytes = 16 * 2 ** 10;
const largestLastLevelBytes = 4 * 2 ** 30;

/**
 * Data and unified caches of the CPU that this process runs on, in the order of their levels, as the system
 * reports them, right or wrong; empty when it reports none. Cores of one machine may differ in their caches.
 */
export function reportedCaches(host: Host): Cache[] {
  if (host.platform === 'darwin') return sysctlCaches(host).sort(byLevel);
  const own = cachesOfCpu(host.readText, ownCpu(host.readText) ?? 0);
  return own.length > 0 ? own : cachesOfCpu(host.readText, 0);
}

/** The size of the last of these caches; null for none, for an L1, which is never the last, and for one that cannot be. */
export function lastLevelBytesOf(caches: readonly Cache[]): number | null {
  const { sizeBytes, level } = caches.at(-1) ?? { sizeBytes: 0, level: 0 };
  const innerBytes = Math.max(0, ...caches.slice(0, -1).map((inner) => inner.sizeBytes));
  const isPlausible =
    level > 1 &&
    sizeBytes >= Math.max(smallestLastLevelBytes, innerBytes) &&
    sizeBytes <= largestLastLevelBytes;
  return isPlausible ? sizeBytes : null;
}

/** Stand-ins for a system that reports no caches: typical of a desktop CPU. */
export function assumedCaches(logicalCpuCount: number): Cache[] {
  return [
    cache(1, 'data', 32 * 2 ** 10, 1),
    cache(2, 'unified', 2 ** 20, 1),
    cache(3, 'unified', 32 * 2 ** 20, logicalCpuCount),
  ];
}

function byLevel(a: Cache, b: Cache): number {
  return a.level - b.level;
}

/** Data and unified caches of one CPU as Linux reports them, by level; those without a level are left out. */
export function cachesOfCpu(readText: ReadText, cpu: number): Cache[] {
  const caches: Cache[] = [];
  for (let index = 0; ; index += 1) {
    const read = (name: string): string | null =>
      readText(`${cpuFolder}/cpu${cpu}/cache/index${index}/${name}`)?.trim() ?? null;
    const level = read('level');
    if (level === null) return caches.sort(byLevel);
    const kind = read('type')?.toLowerCase();
    if (kind !== 'data' && kind !== 'unified') continue;
    if (!/^[1-9]$/.test(level)) continue;
    caches.push({
      level: Number(level),
      kind,
      sizeBytes: parseSysfsSize(read('size') ?? ''),
      lineBytes: parseSysfsSize(read('coherency_line_size') ?? '') || usualLineBytes,
      // Without a list it is the CPU's own.
      sharedByCpuCount: Math.max(1, cpusInList(read('shared_cpu_list') ?? '').length),
    });
  }
}

/** `266240K` in bytes; 0 for what is no size, which is then warned of. */
function parseSysfsSize(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d{1,12})([KMG]?)$/.exec(text) ?? [];
  return Number(digits) * (sizeMultipliers[unit] ?? 1);
}

/** `perflevel0` are the fast cores of an Apple CPU; Intel Macs have the names without it. */
function sysctlCaches({ sysctl, cpuModels }: Host): Cache[] {
  const read = (name: string): number | null =>
    sysctlNumber(sysctl, `hw.perflevel0.${name}`) ?? sysctlNumber(sysctl, `hw.${name}`);
  const lineBytes = read('cachelinesize') ?? usualLineBytes;
  const found = [
    cache(1, 'data', read('l1dcachesize'), 1),
    cache(2, 'unified', read('l2cachesize'), read('cpusperl2') ?? 1),
    cache(3, 'unified', read('l3cachesize'), read('cpusperl3') ?? cpuModels.length),
  ];
  return found
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .map((reported) => ({ ...reported, lineBytes }));
}

function cache(
  level: number,
  kind: Cache['kind'],
  sizeBytes: number | null,
  sharedByCpuCount: number,
): Cache {
  return { level, kind, sizeBytes: sizeBytes ?? 0, lineBytes: usualLineBytes, sharedByCpuCount };
}
