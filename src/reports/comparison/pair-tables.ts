import type {
  CellComparison,
  Comparison,
  PairComparison,
  RegionComparison,
} from '../../compare/comparison.js';
import type { ComparedRatio } from '../../compare/ratio.js';
import { formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { numbers, words } from '../run/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { sizeHead, sizeText } from './texts.js';

/** For each group of a pair the table by algorithm and region, then the cells that differ most. */
export function pairTables(pair: PairComparison, comparison: Comparison): readonly ContentTable[] {
  const groups = new Map<string, RegionComparison[]>();
  for (const row of [...pair.regions, ...pair.rows]) {
    const name = groupText(row);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [
    ...[...groups].map(([name, rows]) => regionTable(name, rows, pair)),
    mostDifferentTable(pair, comparison),
  ].filter(({ rows }) => rows.length > 0);
}

function regionTable(
  name: string,
  rows: readonly RegionComparison[],
  { machine, baseline }: PairComparison,
): ContentTable {
  const floors = [...new Set(rows.map(({ floorRatio }) => formatPercent(floorRatio - 1)))];
  const floorText = floors.length === 1 ? floors[0]! : 'given for each row';
  return {
    title: `By algorithm and region on ${name}`,
    note:
      `${machine} against ${baseline}: a ratio of more than 1 is better. Geometric means over the sizes of a region, ` +
      'transitions between caches left out where there are others, with 95 % intervals. An interval that reaches ' +
      `into the floor (${floorText}) is no difference.`,
    columns: [
      ...words('algorithm', 'region'),
      ...numbers('ratio', '95 % interval', ...(floors.length === 1 ? [] : ['floor'])),
      ...words('verdict'),
    ],
    rows: rows.map((row) => [
      shortAlgorithmName(row.algorithm),
      row.region,
      ...ratioTexts(row),
      ...(floors.length === 1 ? [] : [formatPercent(row.floorRatio - 1)]),
      verdictText(row),
    ]),
  };
}

function mostDifferentTable(
  { mostDifferent, machine, baseline }: PairComparison,
  comparison: Comparison,
): ContentTable {
  return {
    title: 'Cells that differ most',
    note: `Surely different cells of ${machine} and ${baseline}. Values: ${comparison.unit}.`,
    columns: [
      ...words('algorithm'),
      ...numbers(sizeHead(comparison), 'own', 'baseline', 'ratio', '95 % interval'),
    ],
    rows: mostDifferent.map((cell: CellComparison) => [
      shortAlgorithmName(cell.algorithm),
      sizeText(cell.size, comparison),
      formatSignificant(cell.value),
      formatSignificant(cell.baselineValue),
      ...ratioTexts(cell),
    ]),
  };
}

function groupText({ target, cacheState, threadCount }: RegionComparison): string {
  const threads = threadCount === 1 ? '1 thread' : `${threadCount} threads`;
  return `${target}, cache state ${cacheState}, ${threads}`;
}

/** Without the x of ratios, for which there is no room in 80 columns. */
function ratioTexts({ ratio, interval }: ComparedRatio): readonly string[] {
  const [low, high] = [interval?.low, interval?.high].map((end) =>
    formatSignificant(end ?? Number.NaN),
  );
  return [formatSignificant(ratio), interval === null ? '-' : `${low!} to ${high!}`];
}

function verdictText({ verdict }: ComparedRatio): string {
  return verdict ?? 'too few rounds';
}
