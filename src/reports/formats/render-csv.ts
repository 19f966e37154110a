import { stringify } from 'csv-stringify/sync';

import type { AnalyzedResult, FieldValue, Table } from './table.js';

/** Rows that are turned into text at once: bounds memory, whatever the table. */
const rowsAtOnce = 2000;

/** The first line: the names of the columns in snake_case. */
export function csvHeader({ columns }: Table): string {
  return csvText([columns.map(snakeCase)]);
}

/**
 * The rows of one result as CSV after RFC 4180 (lines end in CR LF; empty for null), some at a
 * time. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV injection).
 */
export function* csvRows(table: Table, result: AnalyzedResult): Generator<string> {
  let rows: (readonly FieldValue[])[] = [];
  for (const row of table.rowsOf(result)) {
    rows.push(row);
    if (rows.length < rowsAtOnce) continue;
    yield csvText(rows);
    rows = [];
  }
  if (rows.length > 0) yield csvText(rows);
}

/** A whole table of one result. */
export function renderCsv(table: Table, result: AnalyzedResult): string {
  return [csvHeader(table), ...csvRows(table, result)].join('');
}

/** Rows as CSV, as `csvRows` describes it. */
export function csvText(rows: readonly (readonly FieldValue[])[]): string {
  let text = '';
  for (const row of rows) text += `${row.map(fieldText).join(',')}\r\n`;
  return text;
}

/** Only texts can need quotes. */
function fieldText(value: FieldValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Tables of hundreds of results say the same few hundred texts over and over. */
const quotedTexts = new Map<string, string>();
const rememberedTextCount = 4096;

function quoted(text: string): string {
  const known = quotedTexts.get(text);
  if (known !== undefined) return known;
  const field = stringify([[text]], {
    eof: false,
    // A lone CR or LF is no delimiter here, but is to be quoted all the same.
    quoted_match: /[\r\n]/,
    escape_formulas: true,
  });
  if (quotedTexts.size >= rememberedTextCount) quotedTexts.clear();
  quotedTexts.set(text, field);
  return field;
}

/** `ci95LowNs` as `ci95_low_ns`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
