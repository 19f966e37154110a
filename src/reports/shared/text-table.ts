import stringWidth from 'string-width';

/** One column: its head, and the side to which its cells are aligned. */
export interface TextColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

const gap = '  ';

/**
 * A table without a frame, two spaces between columns and a rule under the heads: a frame would cost
 * the width of two columns. Ends without a line break.
 * @param rows one text a column, which may have several lines.
 */
export function renderTextTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string {
  const [heads, ...body] = [columns.map(({ head }) => head), ...rows].map((row) =>
    row.map((text) => text.split('\n').map((line) => ({ line, width: stringWidth(line) }))),
  );
  const widths = columns.map((_, column) =>
    [heads!, ...body].reduce(
      (widest, row) => Math.max(widest, ...row[column]!.map(({ width }) => width)),
      0,
    ),
  );
  const linesOf = (row: NonNullable<typeof heads>): readonly string[] =>
    Array.from({ length: Math.max(...row.map(({ length }) => length)) }, (_, index) =>
      columns
        .map(({ align }, column) => {
          const { line, width } = row[column]![index] ?? { line: '', width: 0 };
          const padding = ' '.repeat(widths[column]! - width);
          return align === 'left' ? line + padding : padding + line;
        })
        .join(gap)
        .trimEnd(),
    );
  const rule = widths.map((width) => '-'.repeat(width)).join(gap);
  return [...linesOf(heads!), rule, ...body.flatMap(linesOf)].join('\n');
}
