import { timeValue } from './digits.js';
import type { AnalyzedResult } from './table.js';

/** A value of Bencher Metric Format; `latency` is in nanoseconds there. */
interface BencherMetric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** The median time of one call of each measured cell with its 95% interval, in Bencher Metric Format. */
export function bencherMetrics({
  analysis,
}: AnalyzedResult): Readonly<Record<string, { readonly latency: BencherMetric }>> {
  return Object.fromEntries(
    analysis.cells.map(({ id, medianNs, ci95Ns }) => {
      const bounds =
        ci95Ns === null
          ? {}
          : { lower_value: timeValue(ci95Ns.low), upper_value: timeValue(ci95Ns.high) };
      return [id, { latency: { value: timeValue(medianNs), ...bounds } }];
    }),
  );
}
