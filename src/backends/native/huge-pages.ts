import { readText } from '../../machine/host.js';

/**
 * Bytes of this process that the kernel backs with transparent huge pages, or null where it does not
 * tell (only Linux does).
 */
export function hugePageBytes(): number | null {
  const match = /^AnonHugePages:\s+(\d+) kB$/m.exec(readText('/proc/self/smaps_rollup') ?? '');
  return match === null ? null : Number(match[1]) * 1024;
}
