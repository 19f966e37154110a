import { availableMemoryBytes } from '../../available-memory.js';
import { outOfCacheMultiple } from '../../../model/region.js';
import { formatBytes } from '../../../units.js';
import type { Check } from '../check.js';
import { fine, warning } from '../check-result.js';

/** Of the smallest array that is out of cache: one for x, and two in the ring of y. */
const wantedArrayCount = 3;

/** Whether there is room for arrays that are out of cache. */
export const memoryCheck: Check = {
  title: 'memory',
  examine: ({ host, machine }) => {
    const availableBytes = availableMemoryBytes(host);
    const text = `${formatBytes(availableBytes)} of ${formatBytes(machine.memoryBytes)} available`;
    const wantedBytes = wantedArrayCount * outOfCacheMultiple * machine.lastLevelCacheBytes;
    if (availableBytes >= wantedBytes) return fine(text);
    return warning({
      what: `Memory is short: ${text}.`,
      why: `Arrays out of an LLC of ${formatBytes(machine.lastLevelCacheBytes)} take some ${formatBytes(wantedBytes)}, so the largest sizes are skipped.`,
      remedy:
        'Close programs, raise the memory limit of the container, or correct the size of the cache with --llc.',
    });
  },
  matters: ({ reachesDram }) => reachesDram,
};
