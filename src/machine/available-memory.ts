import type { Host, ReadText } from './host.js';
import { sysctlNumber } from './sysctl.js';

const usualPageSizeBytes = 4096;

/** Memory of the machine or, if it is less, what the control group (a container) allows. */
export function memoryBytesOf({ memoryBytes, memoryLimitBytes }: Host): number {
  return Math.min(memoryBytes, memoryLimitBytes ?? Infinity);
}

/**
 * Memory that can be had without swapping, in bytes: what a plan's limit is a share of. macOS
 * counts only unused pages as free and keeps few of them, so half of its memory is taken.
 */
export function availableMemoryBytes(host: Host): number {
  const free = host.platform === 'darwin' ? host.memoryBytes / 2 : host.freeMemoryBytes;
  return Math.min(free, host.memoryLimitBytes ?? Infinity);
}

/** The size of an ordinary page. */
export function pageSizeBytesOf({ readText, sysctl }: Host): number {
  const [, kibibytes] =
    /^KernelPageSize:\s*(\d+) kB$/m.exec(readText('/proc/self/smaps') ?? '') ?? [];
  if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  return sysctlNumber(sysctl, 'hw.pagesize') ?? usualPageSizeBytes;
}

/** The mode of transparent huge pages (`always`, `madvise`, `never`), or null where there are none. */
export function transparentHugePagesOf(readText: ReadText): string | null {
  const modes = readText('/sys/kernel/mm/transparent_hugepage/enabled');
  return /\[(\w+)\]/.exec(modes ?? '')?.[1] ?? null;
}
