import Table from 'cli-table3';

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

/**
 * A table without a frame, two spaces between columns and a rule under the heads: a frame would cost
 * the width of two columns. Ends without a line break.
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
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
