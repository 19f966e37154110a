import { readFileSync } from 'node:fs';

/**
 * Bytes of this process that the kernel backs with transparent huge pages, or null where it does not
 * tell (only Linux does).
 */
export function hugePageBytes(): number | null {
  try {
    const rollup = readFileSync('/proc/self/smaps_rollup', 'utf8');
    const match = /^AnonHugePages:\s+(\d+) kB$/m.exec(rollup);
    return match === null ? null : Number(match[1]) * 1024;
  } catch {
    return null;
  }
}
