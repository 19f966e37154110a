import type { ValuesByProcess } from './process-sample.js';

/** With fewer values the normal approximation of the test is too rough. */
const minimumTrendCount = 8;

/** The two-sided 1% point of the normal distribution: chance alone passes it in one run of a hundred. */
const trendPoint = 2.576;

export type Trend = 'rising' | 'falling' | 'none';

/**
 * Whether values grow or fall with time, by the rank test of Mann and Kendall at the 1% level. It
 * assumes no distribution and is robust to outliers. The statistics of the processes are added (Hirsch and
 * Slack 1984), so a step from one process to the next is no trend. Null for too few values.
 * @param values of each process in the order of time.
 */
export function trendOf(values: ValuesByProcess): Trend | null {
  const count = values.reduce((sum, own) => sum + own.length, 0);
  if (count < minimumTrendCount) return null;
  const statistic = values.reduce((sum, own) => sum + risesLessFalls(own), 0);
  const variance = values.reduce((sum, own) => sum + varianceOfStatistic(own), 0);
  if (variance === 0) return 'none';
  // Corrected for continuity: the statistic moves in steps of 2.
  const score = Math.max(0, Math.abs(statistic) - 1) / Math.sqrt(variance);
  if (score < trendPoint) return 'none';
  return statistic > 0 ? 'rising' : 'falling';
}

/** Pairs of which the later is greater, less those of which it is smaller. */
function risesLessFalls(values: readonly number[]): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const ties = tiesOf(values).reduce((sum, count) => sum + pairs(count), 0);
  return pairs(values.length) - ties - 2 * fallsOf(new Float64Array(values));
}

/** Pairs of which the later is smaller; sorts the values by merging, in which each pair is met once. */
function fallsOf(values: Float64Array): number {
  if (values.length < 2) return 0;
  const earlier = values.slice(0, values.length >> 1);
  const later = values.slice(values.length >> 1);
  let falls = fallsOf(earlier) + fallsOf(later);
  let taken = 0;
  for (let index = 0, next = 0; index < values.length; index += 1) {
    const takesLater =
      taken === earlier.length || (next < later.length && later[next]! < earlier[taken]!);
    values[index] = takesLater ? later[next++]! : earlier[taken++]!;
    if (takesLater) falls += earlier.length - taken;
  }
  return falls;
}

/** Without a trend, with a correction for ties (Kendall 1975). */
function varianceOfStatistic(values: readonly number[]): number {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const ties = tiesOf(values).reduce((sum, count) => sum + term(count), 0);
  return (term(values.length) - ties) / 18;
}

/** How often each value is there. */
function tiesOf(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}
