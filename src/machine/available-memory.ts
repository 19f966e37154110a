import { controlGroupsOf } from './control-groups.js';
import { readTrimmed, type Host } from './host.js';
import { boundMemoryOf } from './memory-policy.js';

/**
 * Memory of the machine or, if it is less, what the control groups (a container) or a binding to nodes allow.
 */
export function memoryBytesOf(host: Host): number {
  const groupLimits = memoryGroupsOf(host).map(({ limitBytes }) => limitBytes);
  const boundBytes = boundMemoryOf(host)?.totalBytes ?? Infinity;
  return Math.min(host.memoryBytes, host.memoryLimitBytes ?? Infinity, boundBytes, ...groupLimits);
}

/**
 * Memory that can be allocated without swapping, in bytes: what a plan's limit is a share of. Of every control group
 * that this process is in counts what its limit leaves beside its other processes. macOS counts only unused pages as
 * free and keeps few of them, so half of its memory is taken.
 */
export function availableMemoryBytes(host: Host): number {
  const free = host.platform === 'darwin' ? host.memoryBytes / 2 : host.freeMemoryBytes;
  const inGroups = memoryGroupsOf(host).map(({ limitBytes, usedBytes }) => limitBytes - usedBytes);
  const boundBytes = boundMemoryOf(host)?.availableBytes ?? Infinity;
  const limitBytes = host.memoryLimitBytes ?? Infinity;
  return Math.max(0, Math.min(free, limitBytes, boundBytes, ...inGroups));
}

/** The tightest limit of the control groups of this process; null without one. */
export function memoryGroupLimitOf(host: Host): number | null {
  const limits = memoryGroupsOf(host).map(({ limitBytes }) => limitBytes);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** A control group with a limit of memory. */
interface MemoryGroup {
  readonly limitBytes: number;
  /** Without pages of files that the kernel drops when memory is short. */
  readonly usedBytes: number;
}

/** The group of this process and those above it, where they have a limit. */
function memoryGroupsOf(host: Host): readonly MemoryGroup[] {
  return controlGroupsOf(host, 'memory').flatMap(({ version, folder }) => {
    const read = (name: string): number => Number(readTrimmed(host, `${folder}/${name}`) ?? NaN);
    const isVersion1 = version === 'cgroup v1';
    // Above `memory.high` the kernel slows a group down. Without a limit: `max`, or a number near 2^63.
    const limits = isVersion1
      ? [read('memory.limit_in_bytes')]
      : [read('memory.max'), read('memory.high')];
    const isLimit = (limit: number) => limit >= 0 && limit <= Number.MAX_SAFE_INTEGER;
    const limitBytes = Math.min(...limits.filter(isLimit));
    if (limitBytes === Infinity) return [];
    const usage = read(isVersion1 ? 'memory.usage_in_bytes' : 'memory.current');
    const prefix = isVersion1 ? 'total_' : '';
    const files = ['active_file', 'inactive_file'].map((name) =>
      statOf(host, folder, `${prefix}${name}`),
    );
    const droppable = files.reduce((sum, bytes) => sum + bytes, 0);
    const usedBytes = Number.isNaN(usage) ? 0 : Math.max(0, usage - droppable);
    return [{ limitBytes, usedBytes }];
  });
}

/** A line of `memory.stat`; 0 without it. */
function statOf(host: Host, folder: string, name: string): number {
  const stat = host.readText(`${folder}/memory.stat`) ?? '';
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
}
