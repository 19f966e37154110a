import { formatBytes } from '../../../units.js';
import type { Host } from '../../host.js';
import type { Check } from '../check.js';
import { fine, note, unknown } from '../check-result.js';

/** Less than this was moved to swap long ago and is not in use. */
const tolerableBytes = 64 * 2 ** 20;

/** Memory that lies on a disk. */
export const swapCheck: Check = {
  title: 'swap',
  examine: ({ host }) => {
    const usedBytes = usedSwapBytes(host);
    if (usedBytes === null) return unknown('The system does not report how much swap is in use.');
    if (usedBytes <= tolerableBytes) return fine(`${formatBytes(usedBytes)} used`);
    return note({
      what: `Swap is in use: ${formatBytes(usedBytes)}.`,
      why: 'Memory is or was short, and pages that come and go during a run disturb its samples.',
      remedy: 'Close programs that hold memory, then empty it: sudo swapoff -a && sudo swapon -a',
    });
  },
  matters: ({ reachesDram }) => reachesDram,
};

function usedSwapBytes({ readText, sysctl }: Host): number | null {
  const swaps = readText('/proc/swaps');
  if (swaps !== null) {
    // Columns: file name, type, size, used, priority; in KiB (proc(5)).
    const areas = swaps.trim().split('\n').slice(1);
    return areas.reduce((sum, area) => sum + Number(area.split(/\s+/)[3]) * 1024, 0);
  }
  const used = /^vm\.swapusage:.*\bused = ([\d.]+)M/m.exec(sysctl ?? '')?.[1];
  return used === undefined ? null : Number(used) * 2 ** 20;
}
