import { formatPercent } from '../units.js';
import type { Comparison } from './comparison.js';
import { subjectText } from './series.js';

/**
 * A line for each implementation and region in which a machine is worse than the baseline by more than the
 * share, with the whole interval, and by more than the floor; and one for what failed on a machine alone.
 * @param boundShare of the baseline's value: 0.03 for time that is 3% longer, or speed that is
 * lower by as much.
 */
export function regressionsOf({ pairs }: Comparison, boundShare: number): readonly string[] {
  return pairs.flatMap(({ machine, baseline, rows, concerns }) => [
    ...concerns
      .filter(({ aspect }) => aspect === 'failures')
      .map(({ explanation }) => `${machine}: ${explanation}`),
    ...rows.flatMap((row) => {
      const { interval, ratio, verdict, region, target } = row;
      if (interval === null || verdict !== 'slower') return [];
      if (interval.high >= 1 / (1 + boundShare)) return [];
      const range = `${worseText(interval.high)} to ${worseText(interval.low)}`;
      return [
        `${subjectText(row)} on ${target} in ${region}: ${machine} is ${worseText(ratio)} worse than ${baseline} ` +
          `(${range}), more than ${formatPercent(boundShare)}`,
      ];
    }),
  ]);
}

function worseText(ratio: number): string {
  return formatPercent(1 / ratio - 1);
}
