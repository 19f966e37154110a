import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import type { ContentTable } from '../shared/content-table.js';
import { wrapText } from '../shared/prose.js';
import {
  emphasized,
  listBlock,
  tableBlock,
  type TerminalOptions,
} from '../shared/terminal-blocks.js';
import { contentOf } from './comparison-content.js';
import { rankText, shortened } from './comparison-texts.js';
import { outlierTable } from './fleet-tables.js';
import { forestTable } from './forest-table.js';
import { terminalMatrix } from './matrix-table.js';

/** Tables fit into so many columns. */
const tableColumns = 80;

const gapColumns = 2;

/** Of the name of a CPU beside other columns. */
const cpuColumns = 14;

/** How the comparison is shown. */
export interface ComparisonOptions extends TerminalOptions {
  /** With every caveat, the tables by implementation and the variation. */
  readonly isFull: boolean;
}

/** The comparison for a terminal of that width; 80 columns are enough. */
export function renderComparisonTerminal(
  comparison: Comparison,
  options: ComparisonOptions,
): string {
  const { caveats, details } = contentOf(comparison);
  const names = namesOf(comparison.machines);
  const tableOf = (table: ContentTable): string => tableBlock(withNames(table, names), options);
  return `${[
    emphasized(comparison.headline, options),
    ...[outlierTable(comparison, cpuColumns), terminalMatrix(comparison), forestTable(comparison)]
      .filter((table) => table !== null)
      .filter(({ rows }) => rows.length > 0)
      .map((table) => tableOf(options.isFull ? table : withFewRows(table))),
    ...(options.isFull
      ? [listBlock('Caveats', caveats.texts, options), ...details.map(tableOf)]
      : caveats.summary === null
        ? []
        : [wrapText(`${caveats.summary}. Show all: --full`, options.columns)]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

/** More rows than these are for pages and files, unless everything is wanted. */
const mostRows = 40;

/** The first rows, and how many more there are. */
function withFewRows(table: ContentTable): ContentTable {
  const hidden = table.rows.length - mostRows;
  if (hidden <= 0) return table;
  const note = `${table.note} The first ${mostRows} of ${table.rows.length} rows; all: --full, --format html.`;
  return { ...table, note, rows: table.rows.slice(0, mostRows) };
}

/** Of more than two machines with their ranks. */
function namesOf(machines: readonly ComparedMachine[]): ReadonlyMap<string, string> {
  return new Map(
    machines.map((machine) => [
      machine.name,
      machines.length > 2 ? `${rankText(machine)} ${machine.name}` : machine.name,
    ]),
  );
}

/** The names in what the widths of the other columns leave of a line. */
function withNames(table: ContentTable, names: ReadonlyMap<string, string>): ContentTable {
  const widths = table.columns.map(({ head }, column) =>
    Math.max(head.length, ...table.rows.map((row) => row[column]!.length)),
  );
  const [, ...otherWidths] = widths;
  const room = otherWidths.reduce((left, width) => left - width - gapColumns, tableColumns);
  const rows = table.rows.map((row, index) => {
    const [name, ...texts] = row;
    const own = names.get(name!);
    if (own === undefined) return row;
    // Of several rows of one machine the first names it.
    const isRepeated = table.rows[index - 1]?.[0] === name;
    return [isRepeated ? '' : shortened(own, room), ...texts];
  });
  return { ...table, rows };
}
