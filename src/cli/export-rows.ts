import { analyzeCells } from '../analysis/analyze.js';
import { readStored } from '../storage/store.js';
import { jsonRows } from '../reports/formats/json-rows.js';
import { csvRows } from '../reports/formats/render-csv.js';
import type { TableFormat } from '../reports/formats/table.js';
import { tables } from '../reports/formats/tables.js';

/** One result to export. */
export interface ExportRequest {
  readonly path: string;
  /** The id of one of `tables`. */
  readonly tableId: string;
  readonly format: TableFormat;
}

/** The rows of one result, and what is to be said of it. */
export interface ExportedRows {
  readonly path: string;
  /** Lines of CSV, or JSON objects with a comma between them; empty when nothing was measured. */
  readonly text: string;
  readonly runId: string;
  readonly isComplete: boolean;
}

/** Reads a result and makes its rows. @throws SoftmaxBenchError when it cannot be read. */
export function exportRows({ path, tableId, format }: ExportRequest): ExportedRows {
  const table = tables.find(({ id }) => id === tableId)!;
  const { document } = readStored(path, { parts: table.without });
  const result = { document, analysis: analyzeCells(document) };
  const text =
    format === 'csv'
      ? [...csvRows(table, result)].join('')
      : [...jsonRows(table, result)].join(',\n');
  const { runId, isComplete } = result.analysis.run;
  return { path, text, runId, isComplete };
}
