import type { ContentTable } from './content-table.js';

const gapColumns = 2;

/**
 * The columns and rows of a table without the columns that a line has no room for.
 * @param optional indices of the columns that may be left out, the most important first.
 * @param width of a line.
 */
export function fittingColumns(
  { columns, rows }: Pick<ContentTable, 'columns' | 'rows'>,
  optional: readonly number[],
  width: number,
): Pick<ContentTable, 'columns' | 'rows'> {
  const widthOf = (index: number): number =>
    Math.max(columns[index]!.head.length, ...rows.map((row) => row[index]!.length)) + gapColumns;
  const kept = new Set([...columns.keys()].filter((index) => !optional.includes(index)));
  let left = [...kept].reduce((room, index) => room - widthOf(index), width + gapColumns);
  for (const index of optional) {
    if (widthOf(index) > left) continue;
    kept.add(index);
    left -= widthOf(index);
  }
  const isKept = (_: unknown, index: number): boolean => kept.has(index);
  return { columns: columns.filter(isKept), rows: rows.map((row) => row.filter(isKept)) };
}
