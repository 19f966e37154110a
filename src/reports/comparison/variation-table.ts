import type { Comparison } from '../../compare/comparison.js';
import { numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { percentText } from './comparison-texts.js';

/** How times vary within a run and from run to run, which are different things. */
export function variationTable({ machines, study }: Comparison): ContentTable {
  return {
    title: 'Variation',
    note:
      `Of ${study.operation} times, medians over configurations. Within a run: half-width of the 95% CI of a median. ` +
      'Between runs: standard deviation.',
    columns: [...words('machine', 'level'), ...numbers('within a run', 'between runs', 'runs')],
    rows: machines.flatMap(({ name, runCount, variation }) =>
      variation.map(({ region, withinRun, betweenRuns }) => [
        name,
        region,
        percentText(withinRun),
        percentText(betweenRuns),
        String(runCount),
      ]),
    ),
  };
}
