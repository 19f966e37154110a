import { availableMemoryBytes } from '../../available-memory.js';
import { formatBytes } from '../../../units.js';
import type { Check } from '../check.js';
import { fine, warning } from '../../../model/finding.js';

/** Arrays of four times the last-level cache are far out of it; x and y and the rest need room for that. */
const wantedCacheMultiple = 3 * 4;

/** Whether there is room for arrays that are out of cache. */
export const memoryCheck: Check = {
  title: 'memory',
  examine: ({ host, machine }) => {
    const availableBytes = availableMemoryBytes(host);
    const text = `${formatBytes(availableBytes)} of ${formatBytes(machine.memoryBytes)} available`;
    const wantedBytes = wantedCacheMultiple * machine.lastLevelCacheBytes;
    if (availableBytes >= wantedBytes) return fine(text);
    return warning({
      what: `Memory is short: ${text}.`,
      why: `Arrays far out of a last-level cache of ${formatBytes(machine.lastLevelCacheBytes)} need some ${formatBytes(wantedBytes)}, so the largest sizes are left out.`,
      remedy:
        'Close programs or raise the memory limit of the container; if the cache is smaller in truth, say so with --llc.',
    });
  },
  matters: ({ isOutOfCache }) => isOutOfCache,
};
