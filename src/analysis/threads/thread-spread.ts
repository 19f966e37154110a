import type { MeasuredOutcome } from '../../model/outcome.js';
import { median } from '../../statistics/median.js';

/** From here on a thread shares its CPU, or has a slower one than the others. */
export const notableThreadSpread = 1.1;

/** The median time of the slowest thread over that of the median thread; null for one thread. */
export function threadSpreadOf({ threadDurationsNs }: MeasuredOutcome): number | null {
  const medians = (threadDurationsNs ?? []).flatMap((own) => (own.length === 0 ? [] : median(own)));
  if (medians.length < 2) return null;
  const typicalNs = median(medians);
  return typicalNs > 0 ? Math.max(...medians) / typicalNs : null;
}
