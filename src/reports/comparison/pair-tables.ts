import type { Comparison, PairComparison, RegionComparison } from '../../compare/comparison.js';
import type { ComparedRatio } from '../../compare/ratio.js';
import { groupBy } from '../../model/group-by.js';
import { formatPercent, formatSignificant } from '../../units.js';
import { intervalText, numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { shortSubject, sizeHead, sizeText, slotText } from './comparison-texts.js';

/** For each sweep of a pair the table by implementation and region, then the cells that differ most. */
export function pairTables(pair: PairComparison, comparison: Comparison): readonly ContentTable[] {
  const bySweep = groupBy(pair.rows, (row) => `${row.target}, ${slotText(row)}`);
  return [
    ...[...bySweep].map(([name, own]) => regionTable(name, own, pair)),
    mostDifferentTable(pair, comparison),
  ];
}

function regionTable(
  name: string,
  rows: readonly RegionComparison[],
  { machine }: PairComparison,
): ContentTable {
  const floors = [...new Set(rows.map(({ floorRatio }) => formatPercent(floorRatio - 1)))];
  const tie =
    floors.length > 1
      ? 'comes within the floor of its row of 1'
      : rows.every(({ floorRatio }) => floorRatio === 1)
        ? 'holds 1'
        : `comes within ${floors[0] ?? '0%'} of 1`;
  const undecided = rows.some(({ interval }) => interval === null)
    ? ' Undecided: too few processes or rounds for an interval.'
    : '';
  return {
    title: `By implementation and level: ${name}`,
    note:
      `Ratio above 1: ${machine} is better. Geometric means over shared sizes, without transitions between caches ` +
      `where possible. An interval that ${tie} is a tie.${undecided}`,
    columns: [
      ...words('implementation', 'level'),
      ...numbers('ratio', '95% CI', ...(floors.length === 1 ? [] : ['floor'])),
      ...words('verdict'),
    ],
    rows: rows.map((row) => [
      shortSubject(row),
      row.region,
      ...ratioTexts(row),
      ...(floors.length === 1 ? [] : [formatPercent(row.floorRatio - 1)]),
      verdictText(row),
    ]),
  };
}

function mostDifferentTable(
  { mostDifferent }: PairComparison,
  comparison: Comparison,
): ContentTable {
  return {
    title: 'Largest significant differences',
    note: `Values in ${comparison.unit}.`,
    columns: [
      ...words('implementation'),
      ...numbers(sizeHead(comparison), 'own', 'baseline', 'ratio', '95% CI'),
    ],
    rows: mostDifferent.map((cell) => [
      shortSubject(cell),
      sizeText(cell.size, comparison),
      formatSignificant(cell.value),
      formatSignificant(cell.baselineValue),
      ...ratioTexts(cell),
    ]),
  };
}

/** Without the x of ratios, for which there is no room in 80 columns. A ratio without an interval is no number to quote. */
function ratioTexts({ ratio, interval }: ComparedRatio): readonly string[] {
  return [interval === null ? '-' : formatSignificant(ratio), intervalText(interval)];
}

function verdictText({ verdict }: ComparedRatio): string {
  if (verdict === 'no difference') return 'tie';
  return verdict ?? 'undecided';
}
