import { formatCount } from '../../units.js';
import { textWidth } from './text-width.js';

/** One column: its head, and the side to which its cells are aligned. */
export interface TextColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** Nobody reads more on a terminal. */
const mostRows = 300;

/**
 * A table without a frame, two spaces between columns and a rule between heads and rows: a frame would cost
 * the width of two columns. Ends without a line break. Rows beyond the first 300 are counted only.
 * @param rows one text a column; what has line breaks takes several lines.
 */
export function renderTextTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string {
  const shown = [columns.map(({ head }) => head), ...rows.slice(0, mostRows)].map(linesOf);
  const widths = columns.map((_, column) =>
    Math.max(...shown.flatMap((lines) => lines.map((texts) => textWidth(texts[column]!)))),
  );
  const lineOf = (texts: readonly string[]): string =>
    columns
      .map(({ align }, column) => {
        const space = ' '.repeat(widths[column]! - textWidth(texts[column]!));
        return align === 'left' ? texts[column]! + space : space + texts[column]!;
      })
      .join('  ')
      .trimEnd();
  const [head = [], ...lines] = shown.map((own) => own.map(lineOf));
  const hiddenCount = rows.length - mostRows;
  if (hiddenCount > 0)
    lines.push([`... and ${formatCount(hiddenCount)} more rows: see --format csv`]);
  const rule = lines.length === 0 ? [] : [widths.map((width) => '-'.repeat(width)).join('  ')];
  return [...head, ...rule, ...lines.flat()].join('\n');
}

/** The lines of a row, each with one text a column. */
function linesOf(row: readonly string[]): readonly (readonly string[])[] {
  const columns = row.map((text) => text.split('\n'));
  const [first = []] = columns.toSorted((a, b) => b.length - a.length);
  return first.map((_, line) => columns.map((texts) => texts[line] ?? ''));
}
