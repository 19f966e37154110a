import { SoftmaxBenchError } from '../errors.js';
import { packageInfo } from '../package-root.js';
import { sweepsTableId } from '../compare/sweep-texts.js';
import { csvHeader, csvRows } from '../reports/formats/render-csv.js';
import { sweepsFileTable, sweepsTable } from '../reports/formats/sweeps-table.js';
import {
  jsonRows,
  tableFormats,
  type Results,
  type Table,
  type TextTableFormat,
} from '../reports/formats/table.js';
import { tables } from '../reports/formats/tables.js';
import { toolFormats } from '../reports/formats/tool-formats.js';
import { openAtomically } from '../storage/atomic-file.js';
import { readReducedRuns, readResults } from './export-sources.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { namesStdout, requireNoInput } from './output-path.js';
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
export const tableIds: readonly string[] = [...tables.map(({ id }) => id), sweepsTableId];

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
  const chunksOf = chunksBy(flags);
  const { paths, unusable } = await findResultFiles(args);
  for (const { path, reason } of unusable) throw new SoftmaxBenchError(`${path}: ${reason}`);
  requireNoInput(flags.out, paths);
  const chunks = chunksOf(paths, io);
  if (namesStdout(flags.out)) {
    // Parquet, the one format in bytes, is refused here by `chunksBy`.
    for await (const chunk of chunks) io.stdout(chunk as string);
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

/** The text or bytes of the results at those paths in parts, made while the results are read. */
type Chunks = (paths: readonly string[], io: Io) => Results<string | Uint8Array>;

function chunksBy({ format: wanted, table: tableId, out }: ExportFlags): Chunks {
  const format = oneOf('--format', wanted, exportFormats);
  const convert = toolFormats.get(format);
  if (convert !== undefined) {
    if (tableId !== undefined) {
      throw new SoftmaxBenchError(`--format ${format} has no tables: remove --table`);
    }
    return (paths, io) => {
      if (paths.length !== 1) {
        throw new SoftmaxBenchError(`--format ${format}: expected one result, got ${paths.length}`);
      }
      return Array.from(readResults(paths, io), (result) => `${JSON.stringify(convert(result))}\n`);
    };
  }
  const id = tableId === undefined ? tableIds[0] : oneOf('--table', tableId, tableIds);
  const isParquet = format === 'parquet';
  if (isParquet && namesStdout(out)) {
    throw new SoftmaxBenchError('--format parquet is no text: expected a file with --out');
  }
  const partsOf = isParquet ? parquetChunks : textChunks(format as TextTableFormat);
  if (id === sweepsTableId) {
    const table = isParquet ? sweepsFileTable : sweepsTable;
    return (paths, io) => partsOf(table, readReducedRuns(paths, io));
  }
  const table = tables.find((own) => own.id === id)!;
  return (paths, io) => partsOf(table, readResults(paths, io));
}

async function* parquetChunks<Result>(
  table: Table<Result>,
  results: Results<Result>,
): AsyncGenerator<Uint8Array> {
  // Imported when it is used, as few exports use it.
  const { parquetParts } = await import('../reports/formats/render-parquet.js');
  const { name, version } = packageInfo();
  yield* parquetParts(table, results, `${name} version ${version}`);
}

/** Nothing before the first result has been read: an error then leaves nothing on stdout. */
function textChunks(format: TextTableFormat) {
  return async function* <Result>(
    table: Table<Result>,
    results: Results<Result>,
  ): AsyncGenerator<string> {
    let isFirst = true;
    for await (const result of results) {
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
  };
}
