import { sampleInterval, sampleMedian } from '../../statistics/rounded-samples.js';
import type { Interval } from '../../statistics/median-interval.js';
import type { MeasuredOutcome } from './measured.js';

/** Yardsticks are compared with every algorithm of their size. */
const medians = new WeakMap<MeasuredOutcome, number>();

/** Median time of one call, in nanoseconds. */
export function medianNsOf(outcome: MeasuredOutcome): number {
  const known = medians.get(outcome);
  if (known !== undefined) return known;
  const medianNs = sampleMedian(outcome);
  medians.set(outcome, medianNs);
  return medianNs;
}

/** 95 % interval of `medianNsOf`; null for too few rounds. */
export function intervalNsOf(outcome: MeasuredOutcome): Interval | null {
  return sampleInterval(outcome, medianNsOf(outcome));
}
