import Table from 'cli-table3';

import { formatCount } from '../../units.js';

/** One column: its head, and the side to which its cells are aligned. */
export interface TextColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

const frameless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
  mid: '-',
  'mid-mid': '  ',
};

/** Nobody reads more on a terminal, and to lay out a table takes time with the square of its rows. */
const mostRows = 300;

/**
 * A table without a frame, two spaces between columns and a rule under the heads: a frame would cost
 * the width of two columns. Ends without a line break. Rows beyond the first 300 are counted only.
 * @param rows one text a column.
 */
export function renderTextTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.slice(0, mostRows).map((row) => [...row]));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const hiddenCount = rows.length - mostRows;
  if (hiddenCount > 0)
    lines.push(`... and ${formatCount(hiddenCount)} more rows: see --format csv`);
  return lines.join('\n');
}
