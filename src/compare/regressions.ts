import { formatPercent, formatRatio } from '../units.js';
import type { Comparison } from './comparison.js';

/**
 * A line for each algorithm and region in which a machine is worse than the baseline by more than the share,
 * with the whole interval, and by more than the floor.
 * @param boundShare of the baseline's value: 0.03 for time that is 3 % longer, or speed that is
 * lower by as much.
 */
export function regressionsOf({ pairs }: Comparison, boundShare: number): readonly string[] {
  return pairs.flatMap(({ machine, baseline, rows }) =>
    rows.flatMap((row) => {
      const { interval, ratio, verdict, algorithm, region, target } = row;
      if (interval === null || verdict !== 'slower') return [];
      if (interval.high >= 1 / (1 + boundShare)) return [];
      const range = `${formatRatio(1 / interval.high)} to ${formatRatio(1 / interval.low)}`;
      return [
        `${algorithm} on ${target} in ${region}: ${machine} is ${formatRatio(1 / ratio)} worse than ${baseline} ` +
          `(${range}), beyond ${formatPercent(boundShare)}`,
      ];
    }),
  );
}
