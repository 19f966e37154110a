import type { MeasuredOutcome } from './measured.js';
import { median } from './statistics.js';

/** Yardsticks are compared with every algorithm of their size. */
const medians = new WeakMap<MeasuredOutcome, number>();

/** Median time of one call, in nanoseconds. */
export function medianNsOf(outcome: MeasuredOutcome): number {
  const known = medians.get(outcome);
  if (known !== undefined) return known;
  const medianNs = median(outcome.durationsNs);
  medians.set(outcome, medianNs);
  return medianNs;
}
