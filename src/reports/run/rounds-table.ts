import type { Analysis } from '../../analysis/analysis.js';
import { median } from '../../statistics/median.js';
import { groupBy } from '../../model/group-by.js';
import { problemPhrase } from '../../model/problem-text.js';
import { formatCount, formatRatio } from '../../units.js';
import { numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { robustRange } from '../shared/robust-range.js';
import { offScaleNote, sparkline } from '../shared/sparkline.js';
import { sweepName } from '../shared/sweep-name.js';

/** Longer rows do not fit in 80 characters. */
const barsARow = 40;

/** The headline ratio round by round, a row for each process and `barsARow` rounds; null without one. */
export function roundsTable({ steadiness, sweeps }: Analysis): ContentTable | null {
  const { headline } = steadiness;
  if (headline === null) return null;
  const ratios = headline.rounds.map(({ ratio }) => ratio);
  const range = robustRange(ratios);
  const byProcess = groupBy(headline.rounds, ({ process }) => process);
  return {
    title: 'Headline ratio by round',
    note:
      `${headline.implementation} over ${headline.over}, ${problemPhrase(headline.problem)}, ` +
      `${sweepName(headline, sweeps)}; in the order of time, all rows on one logarithmic scale. ${offScaleNote}`,
    columns: [
      ...numbers('process', 'rounds'),
      ...words('ratio'),
      ...numbers('min', 'median', 'max'),
    ],
    rows: [...byProcess].flatMap(([process, own]) => {
      return chunksOf(own.map(({ ratio }) => ratio)).map((chunk) => [
        formatCount(process + 1),
        formatCount(chunk.length),
        sparkline(chunk, range),
        formatRatio(Math.min(...chunk)),
        formatRatio(median(chunk)),
        formatRatio(Math.max(...chunk)),
      ]);
    }),
  };
}

function chunksOf(values: readonly number[]): readonly (readonly number[])[] {
  const count = Math.ceil(values.length / barsARow);
  return Array.from({ length: count }, (_, index) =>
    values.slice(index * barsARow, (index + 1) * barsARow),
  );
}
