import { openAtomically } from '../storage/atomic-file.js';
import { csvHeader } from '../reports/formats/render-csv.js';
import { tableFormats } from '../reports/formats/table.js';
import { tables } from '../reports/formats/tables.js';
import type { ExportedRows, ExportRequest } from './export-rows.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { mapInThreads } from './threads.js';

/** The flags of `export` as commander hands them over. */
export interface ExportFlags {
  readonly format: string;
  readonly table: string;
  readonly out?: string;
}

/** Fewer results are read before the threads would have started. */
const manyResults = 8;

/**
 * Writes one table over all results, in the order given. Only a few results are in memory at a time, so
 * a bad one may be found when the rows of those before it are already on stdout; a file is written whole
 * or not at all.
 * @throws SoftmaxBenchError for an unknown format or table, an unreadable result, or a file that cannot
 * be written.
 */
export async function exportCommand(
  paths: readonly string[],
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  const format = oneOf('--format', flags.format, tableFormats);
  const tableId = oneOf(
    '--table',
    flags.table,
    tables.map(({ id }) => id),
  );
  const requests = paths.map((path): ExportRequest => ({ path, tableId, format }));
  const rows = worthTelling(readAll(requests), io);
  const table = tables.find(({ id }) => id === tableId)!;
  const chunks = format === 'csv' ? csvChunks(csvHeader(table), rows) : jsonChunks(rows);
  if (flags.out === undefined) {
    for await (const chunk of chunks) io.stdout(chunk);
    return;
  }
  const file = openAtomically(flags.out);
  try {
    for await (const chunk of chunks) file.write(chunk);
    file.commit();
  } finally {
    file.discard();
  }
}

async function* readAll(requests: readonly ExportRequest[]): AsyncGenerator<ExportedRows> {
  if (requests.length < manyResults) {
    // Here and not above: with many, only the threads need what it loads.
    const { exportRows } = await import('./export-rows.js');
    for (const request of requests) yield exportRows(request);
  } else {
    yield* mapInThreads<ExportedRows>(new URL('./export-thread.js', import.meta.url), requests);
  }
}

/** The results that have rows; what is odd about one is said on stderr. */
async function* worthTelling(
  results: AsyncIterable<ExportedRows>,
  io: Io,
): AsyncGenerator<ExportedRows> {
  const pathOfRun = new Map<string, string>();
  for await (const result of results) {
    const { path, text, runId, isComplete } = result;
    if (text === '') {
      io.stderr(`warning: ${path}: no cell was measured\n`);
      continue;
    }
    if (!isComplete) io.stderr(`warning: ${path}: the run was interrupted\n`);
    const otherPath = pathOfRun.get(runId);
    if (otherPath !== undefined) {
      io.stderr(`warning: ${path} is the same run as ${otherPath}; its rows are there twice\n`);
    }
    pathOfRun.set(runId, path);
    yield result;
  }
}

async function* csvChunks(
  header: string,
  results: AsyncIterable<ExportedRows>,
): AsyncGenerator<string> {
  let isHeaderWritten = false;
  for await (const { text } of results) {
    // Not before the first result has been read: an error then leaves nothing on stdout.
    if (!isHeaderWritten) yield header;
    isHeaderWritten = true;
    yield text;
  }
  if (!isHeaderWritten) yield header;
}

async function* jsonChunks(results: AsyncIterable<ExportedRows>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const { text } of results) {
    yield separator + text;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
