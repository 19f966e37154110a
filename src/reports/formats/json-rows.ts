import type { AnalyzedResult, Table } from './table.js';

/** The rows of one result as JSON objects, keyed by the columns, one text a row. */
export function* jsonRows(table: Table, result: AnalyzedResult): Generator<string> {
  for (const row of table.rowsOf(result)) {
    yield JSON.stringify(
      Object.fromEntries(table.columns.map((column, index) => [column, row[index]])),
    );
  }
}
