import { agreeIn, pickAxes } from '../model/axes.js';
import type { Target } from '../model/vocabulary.js';
import { slotAxes, type SeriesHead, type Slot } from './series.js';

/**
 * The slot with the most threads that a machine measured on that target with arrays for each thread, in the cache state
 * on the pages and with the variants of the common slot; null without one, and where the common slot is not of one thread.
 */
export function allThreadsSlot(
  series: readonly SeriesHead[],
  slot: Slot | null,
  target: Target | null,
): Slot | null {
  if (slot === null || slot.threadCount > 1) return null;
  const own = series.filter(
    (head) =>
      head.target === target &&
      head.scaling === 'weak' &&
      agreeIn(head, slot, ['cacheState', 'pages', 'profile']),
  );
  const most = own.reduce<SeriesHead | undefined>(
    (best, head) => (best === undefined || head.threadCount > best.threadCount ? head : best),
    undefined,
  );
  return most === undefined ? null : pickAxes(most, slotAxes);
}
