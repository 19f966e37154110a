import type { Host } from './host.js';

/** Memory of the machine or, if it is less, what the control group (a container) allows. */
export function memoryBytesOf({ memoryBytes, memoryLimitBytes }: Host): number {
  return Math.min(memoryBytes, memoryLimitBytes ?? Infinity);
}

/**
 * Memory that can be allocated without swapping, in bytes: what a plan's limit is a share of. macOS
 * counts only unused pages as free and keeps few of them, so half of its memory is taken.
 */
export function availableMemoryBytes(host: Host): number {
  const free = host.platform === 'darwin' ? host.memoryBytes / 2 : host.freeMemoryBytes;
  return Math.min(free, host.memoryLimitBytes ?? Infinity);
}
