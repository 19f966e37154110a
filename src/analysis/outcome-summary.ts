import type { MeasuredOutcome } from './measured.js';
import { summarizeSamples, type SampleSummary } from '../statistics/rounded-samples.js';

/** Yardsticks are compared with every algorithm of their size. */
const summaries = new WeakMap<MeasuredOutcome, SampleSummary>();

/** What is told of the durations of whole calls, in nanoseconds. */
export function summaryOf(outcome: MeasuredOutcome): SampleSummary {
  const known = summaries.get(outcome);
  if (known !== undefined) return known;
  const summary = summarizeSamples(outcome);
  summaries.set(outcome, summary);
  return summary;
}

/** Median time of one call, in nanoseconds. */
export function medianNsOf(outcome: MeasuredOutcome): number {
  return summaryOf(outcome).median;
}
