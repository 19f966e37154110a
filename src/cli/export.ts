import { analyzeCells } from '../analysis/analyze.js';
import { SoftmaxBenchError } from '../errors.js';
import { packageInfo } from '../package-root.js';
import { csvHeader, csvRows } from '../reports/formats/render-csv.js';
import {
  jsonRows,
  tableFormats,
  type AnalyzedResult,
  type Table,
  type TextTableFormat,
} from '../reports/formats/table.js';
import { tables } from '../reports/formats/tables.js';
import { toolFormats } from '../reports/formats/tool-formats.js';
import { openAtomically } from '../storage/atomic-file.js';
import { readDocument } from '../storage/store.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { namesStdout } from './output-path.js';
import { findResultFiles } from './result-files.js';

/** The flags of `export` as commander hands them over. */
export interface ExportFlags {
  readonly format: string;
  /** By default the first of `tables`. */
  readonly table?: string;
  readonly out?: string;
}

/** The values of --format and --table. */
export const exportFormats: readonly string[] = [...tableFormats, ...toolFormats.keys()];
export const tableIds: readonly string[] = tables.map(({ id }) => id);

/**
 * Writes one table over all results, in the order given, or one result as another tool reads it. One result is in memory
 * at a time, so a bad one may be found when the rows of those before it are already on stdout; a file is written whole
 * or not at all.
 * @param args files, folders and globs.
 * @throws SoftmaxBenchError for an unknown format or table, an argument that names nothing, an unreadable
 * result, several results where the format takes one, or a file that cannot be written.
 */
export async function exportCommand(
  args: readonly string[],
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  const chunksOf = await chunksBy(flags);
  const { paths, unusable } = await findResultFiles(args);
  for (const { path, reason } of unusable) throw new SoftmaxBenchError(`${path}: ${reason}`);
  const chunks = chunksOf(readResults(paths, io), paths.length);
  if (namesStdout(flags.out)) {
    // Parquet, the one format in bytes, is refused here by `parquetChunks`.
    for (const chunk of chunks) io.stdout(chunk as string);
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

/** The text or bytes of so many results in parts, made while the results are read. */
type Chunks = (
  results: Iterable<AnalyzedResult>,
  resultCount: number,
) => Iterable<string | Uint8Array>;

async function chunksBy({ format: wanted, table: tableId, out }: ExportFlags): Promise<Chunks> {
  const format = oneOf('--format', wanted, exportFormats);
  const convert = toolFormats.get(format);
  if (convert === undefined) {
    const id = tableId === undefined ? tableIds[0] : oneOf('--table', tableId, tableIds);
    const table = tables.find((own) => own.id === id)!;
    if (format === 'parquet') return parquetChunks(table, out);
    return (results) => tableChunks(table, format as TextTableFormat, results);
  }
  if (tableId !== undefined) {
    throw new SoftmaxBenchError(`--format ${format} has no tables: remove --table`);
  }
  return (results, resultCount) => {
    if (resultCount !== 1) {
      throw new SoftmaxBenchError(`--format ${format}: expected one result, got ${resultCount}`);
    }
    return Array.from(results, (result) => `${JSON.stringify(convert(result))}\n`);
  };
}

/** @throws SoftmaxBenchError for stdout: terminals and text tools would garble bytes. */
async function parquetChunks(table: Table, out: string | undefined): Promise<Chunks> {
  if (namesStdout(out)) {
    throw new SoftmaxBenchError('--format parquet is no text: expected a file with --out');
  }
  // Imported when it is used, as few exports use it.
  const { parquetParts } = await import('../reports/formats/render-parquet.js');
  const { name, version } = packageInfo();
  return (results) => parquetParts(table, results, `${name} version ${version}`);
}

/** The results that have rows; what is odd about one is said on stderr. */
function* readResults(paths: readonly string[], io: Io): Generator<AnalyzedResult> {
  const pathOfRun = new Map<string, string>();
  for (const path of paths) {
    const document = readDocument(path);
    const analysis = analyzeCells(document);
    const { runId, isComplete } = analysis.run;
    if (analysis.cells.length === 0) {
      io.stderr(`warning: ${path}: no configuration was measured\n`);
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
function* tableChunks(
  table: Table,
  format: TextTableFormat,
  results: Iterable<AnalyzedResult>,
): Generator<string> {
  let isFirst = true;
  for (const result of results) {
    if (format === 'csv') {
      if (isFirst) yield csvHeader(table);
      yield* csvRows(table, result);
      isFirst = false;
      continue;
    }
    for (const row of jsonRows(table, result)) {
      yield format === 'jsonl' ? `${row}\n` : (isFirst ? '[\n' : ',\n') + row;
      isFirst = false;
    }
  }
  if (format === 'csv' && isFirst) yield csvHeader(table);
  if (format === 'json') yield isFirst ? '[]\n' : '\n]\n';
}
