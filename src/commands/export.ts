import { analyzeCells } from '../analysis/analyze.js';
import { readDocument, writeAtomically } from '../document/store.js';
import { jsonRows } from '../reports/csv/json-rows.js';
import { csvHeader, csvRows } from '../reports/csv/render-csv.js';
import type { AnalyzedResult, Table } from '../reports/csv/table.js';
import { tables } from '../reports/csv/tables.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';

/** The flags of `export` as commander hands them over. */
export interface ExportFlags {
  readonly format: string;
  readonly table: string;
  readonly out?: string;
}

const formats = ['csv', 'json'] as const;

/**
 * Writes one table over all results, in the order given. Only one result is in memory at a time, so
 * a bad one may be found when the rows of those before it are already on stdout; a file is written whole
 * or not at all.
 * @throws SoftmaxBenchError for an unknown format or table, an unreadable result, or a file that cannot
 * be written.
 */
export function exportCommand(paths: readonly string[], flags: ExportFlags, io: Io): void {
  const format = oneOf('--format', flags.format, formats);
  const tableId = oneOf(
    '--table',
    flags.table,
    tables.map(({ id }) => id),
  );
  const table = tables.find(({ id }) => id === tableId)!;
  const results = readResults(paths, io);
  const chunks = format === 'csv' ? csvChunks(table, results) : jsonChunks(table, results);
  if (flags.out !== undefined) writeAtomically(flags.out, chunks);
  else for (const chunk of chunks) io.stdout(chunk);
}

function* readResults(paths: readonly string[], io: Io): Generator<AnalyzedResult> {
  const pathOfRun = new Map<string, string>();
  for (const path of paths) {
    const document = readDocument(path);
    const analysis = analyzeCells(document);
    const { runId, isComplete } = analysis.run;
    if (analysis.cells.length === 0) {
      io.stderr(`warning: ${path}: no cell was measured\n`);
      continue;
    }
    if (!isComplete) io.stderr(`warning: ${path}: the run was interrupted\n`);
    const otherPath = pathOfRun.get(runId);
    if (otherPath !== undefined) {
      io.stderr(`warning: ${path} is the same run as ${otherPath}; its rows are there twice\n`);
    }
    pathOfRun.set(runId, path);
    yield { document, analysis };
  }
}

function* csvChunks(table: Table, results: Iterable<AnalyzedResult>): Generator<string> {
  let isHeaderWritten = false;
  for (const result of results) {
    // Not before the first result has been read: an error then leaves nothing on stdout.
    if (!isHeaderWritten) yield csvHeader(table);
    isHeaderWritten = true;
    yield* csvRows(table, result);
  }
  if (!isHeaderWritten) yield csvHeader(table);
}

function* jsonChunks(table: Table, results: Iterable<AnalyzedResult>): Generator<string> {
  let separator = '[\n';
  for (const result of results) {
    for (const row of jsonRows(table, result)) {
      yield separator + row;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
