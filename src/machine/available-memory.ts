import type { Host } from './host.js';
import { boundMemoryOf } from './memory-policy.js';

/** Memory of the machine or, if it is less, what the control group (a container) or a binding to nodes allows. */
export function memoryBytesOf(host: Host): number {
  const boundBytes = boundMemoryOf(host)?.totalBytes ?? Infinity;
  return Math.min(host.memoryBytes, host.memoryLimitBytes ?? Infinity, boundBytes);
}

/**
 * Memory that can be allocated without swapping, in bytes: what a plan's limit is a share of. macOS
 * counts only unused pages as free and keeps few of them, so half of its memory is taken.
 */
export function availableMemoryBytes(host: Host): number {
  const free = host.platform === 'darwin' ? host.memoryBytes / 2 : host.freeMemoryBytes;
  const boundBytes = boundMemoryOf(host)?.availableBytes ?? Infinity;
  return Math.min(free, host.memoryLimitBytes ?? Infinity, boundBytes);
}
