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
  return values.reduce(
    (sum, later, index) =>
      values
        .slice(0, index)
        .reduce((partial, earlier) => partial + Math.sign(later - earlier), sum),
    0,
  );
}

/** Without a trend, with a correction for ties (Kendall 1975). */
function varianceOfStatistic(values: readonly number[]): number {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, count) => sum + term(count), 0);
  return (term(values.length) - ties) / 18;
}
