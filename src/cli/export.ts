import { analyzeCells } from '../analysis/analyze.js';
import { SoftmaxBenchError } from '../errors.js';
import { csvHeader, csvRows } from '../reports/formats/render-csv.js';
import {
  jsonRows,
  tableFormats,
  type AnalyzedResult,
  type Table,
  type TableFormat,
} from '../reports/formats/table.js';
import { tables } from '../reports/formats/tables.js';
import { openAtomically } from '../storage/atomic-file.js';
import { readDocument } from '../storage/store.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { findResultFiles } from './result-files.js';

/** The flags of `export` as commander hands them over. */
export interface ExportFlags {
  readonly format: string;
  readonly table: string;
  readonly out?: string;
}

/**
 * Writes one table over all results, in the order given. One result is in memory at a time, so a bad one may
 * be found when the rows of those before it are already on stdout; a file is written whole or not at all.
 * @param args files, folders and globs.
 * @throws SoftmaxBenchError for an unknown format or table, an argument that names nothing, an unreadable
 * result, or a file that cannot be written.
 */
export async function exportCommand(
  args: readonly string[],
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  const format = oneOf('--format', flags.format, tableFormats);
  const tableId = oneOf(
    '--table',
    flags.table,
    tables.map(({ id }) => id),
  );
  const table = tables.find(({ id }) => id === tableId)!;
  const { paths, unusable } = await findResultFiles(args);
  for (const { path, reason } of unusable) throw new SoftmaxBenchError(`${path}: ${reason}`);
  const chunks = chunksOf(table, format, readResults(paths, io));
  if (flags.out === undefined) {
    for (const chunk of chunks) io.stdout(chunk);
    return;
  }
  const file = openAtomically(flags.out);
  try {
    for (const chunk of chunks) file.write(chunk);
    file.commit();
  } finally {
    file.discard();
  }
}

/** The results that have rows; what is odd about one is said on stderr. */
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

/** Nothing before the first result has been read: an error then leaves nothing on stdout. */
function* chunksOf(
  table: Table,
  format: TableFormat,
  results: Iterable<AnalyzedResult>,
): Generator<string> {
  let isFirst = true;
  for (const result of results) {
    if (format === 'csv') {
      if (isFirst) yield csvHeader(table);
      yield csvRows(table, result);
      isFirst = false;
    } else {
      for (const row of jsonRows(table, result)) {
        yield (isFirst ? '[\n' : ',\n') + row;
        isFirst = false;
      }
    }
  }
  if (format === 'csv' && isFirst) yield csvHeader(table);
  if (format === 'json') yield isFirst ? '[]\n' : '\n]\n';
}
