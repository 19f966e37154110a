import type { AnalyzedResult, FieldValue, Table } from './table.js';

/** The first line: the names of the columns in snake_case. */
export function csvHeader({ columns }: Pick<Table, 'columns'>): string {
  return csvText([columns.map(snakeCase)]);
}

/** Rows of a part: the samples of a result may make a longer text than there can be. */
const rowsOfPart = 1000;

/** The rows of one result, in parts. */
export function* csvRows<Result>(table: Table<Result>, result: Result): Generator<string> {
  let part: (readonly FieldValue[])[] = [];
  for (const row of table.rowsOf(result)) {
    part.push(row);
    if (part.length < rowsOfPart) continue;
    yield csvText(part);
    part = [];
  }
  yield csvText(part);
}

/** A whole table of one result. */
export function renderCsv(table: Table, result: AnalyzedResult): string {
  return csvHeader(table) + [...csvRows(table, result)].join('');
}

/**
 * Rows as CSV after RFC 4180 (lines end in CR LF); a field is empty for null. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function csvText(rows: readonly (readonly FieldValue[])[]): string {
  return rows.map((row) => `${row.map(fieldText).join(',')}\r\n`).join('');
}

/** Spreadsheets may pass over space and what does not show before a formula; some take the wide forms for one. */
const formula = /^[\s\p{C}\p{Z}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

function fieldText(value: FieldValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `ci95LowNs` as `ci95_low_ns`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
