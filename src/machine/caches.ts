import type { Cache } from '../model/machine.js';
import { cpusInList } from './cpu-list.js';
import { sysctlNumber, type Host, type ReadText } from './host.js';

const sysfsFolder = '/sys/devices/system/cpu/cpu0/cache';
const usualLineBytes = 64;
const sizeMultipliers: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/**
 * Data and unified caches of the first CPU in the order of their levels, as the system reports
 * them, right or wrong; empty when it reports none.
 */
export function reportedCaches(host: Host): Cache[] {
  const caches = host.platform === 'darwin' ? sysctlCaches(host) : sysfsCaches(host.readText);
  return caches.sort((a, b) => a.level - b.level);
}

/** Stand-ins for a system that reports no caches: typical of a desktop CPU. */
export function assumedCaches(logicalCpuCount: number): Cache[] {
  return [
    cache(1, 'data', 32 * 2 ** 10, 1),
    cache(2, 'unified', 2 ** 20, 1),
    cache(3, 'unified', 32 * 2 ** 20, logicalCpuCount),
  ];
}

function sysfsCaches(readText: ReadText): Cache[] {
  const caches: Cache[] = [];
  for (let index = 0; ; index += 1) {
    const read = (name: string): string | null =>
      readText(`${sysfsFolder}/index${index}/${name}`)?.trim() ?? null;
    const level = read('level');
    if (level === null) return caches;
    const kind = read('type')?.toLowerCase();
    if (kind !== 'data' && kind !== 'unified') continue;
    caches.push({
      level: Number(level),
      kind,
      sizeBytes: parseSysfsSize(read('size') ?? ''),
      lineBytes: Number(read('coherency_line_size') ?? usualLineBytes),
      // Without a list it is the CPU's own.
      sharedByCpuCount: Math.max(1, cpusInList(read('shared_cpu_list') ?? '').length),
    });
  }
}

/** `266240K` in bytes; 0 for what is no size, which is then warned of. */
function parseSysfsSize(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
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
