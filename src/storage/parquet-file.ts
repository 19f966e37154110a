import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from 'hyparquet';

import { messageOf } from '../errors.js';
import { printable } from '../printable.js';
import { parquetKeys, parquetSchemaVersion } from './parquet-keys.js';
import { attemptRead, regularFileProblem } from './read-bytes.js';
import { ResultFileError } from './result-file-error.js';

const longestReason = 200;

/** A page of ours has a megabyte; a damaged file may say anything. */
const mostPageBytes = 2 ** 28;

/** Besides Snappy, which engines write by default. */
export const compressors = {
  GZIP: (bytes: Uint8Array, length: number): Uint8Array => {
    const pageBytes = Math.min(Math.max(64, length), mostPageBytes);
    // In one piece, which is not copied.
    return gunzipSync(bytes, { maxOutputLength: pageBytes, chunkSize: pageBytes });
  },
};

/** The values of some columns in one row group, a list for each; what other programs wrote may be of any type. */
type ColumnGroup = readonly (readonly unknown[])[];

/**
 * Some columns of a table in parquet, one row group at a time.
 * @param table the id of the table, which its metadata must name where it has any: engines drop metadata when
 * they copy a table.
 * @throws ResultFileError for what cannot be read, is cut short, holds another table or columns of another version.
 */
export async function* readParquetColumns(
  path: string,
  table: string,
  columns: readonly string[],
): AsyncGenerator<ColumnGroup> {
  const problem = attemptRead(path, () => regularFileProblem(path));
  if (problem !== null) throw new ResultFileError(path, problem);
  const descriptor = attemptRead(path, () => openSync(path, 'r'));
  try {
    const file = bufferOf(descriptor);
    const metadata = await attemptParse(path, () => parquetMetadataAsync(file));
    const wrong = tableProblem(metadata, table, columns);
    if (wrong !== null) throw new ResultFileError(path, wrong);
    let rowStart = 0;
    for (const { num_rows: rowCount } of metadata.row_groups) {
      const rowEnd = rowStart + Number(rowCount);
      const options = { file, metadata, compressors, columns: [...columns], rowStart, rowEnd };
      yield await attemptParse(path, () => readGroup(options));
      rowStart = rowEnd;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Of `parquetRead`. */
interface GroupOptions {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly compressors: typeof compressors;
  readonly columns: string[];
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function readGroup(options: GroupOptions): Promise<ColumnGroup> {
  const rowCount = options.rowEnd - options.rowStart;
  const chunks = new Map<string, { rowStart: number; values: unknown[] }[]>();
  await parquetRead({
    ...options,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const own = chunks.get(columnName) ?? [];
      own.push({ rowStart, values: Array.from(columnData as ArrayLike<unknown>) });
      chunks.set(columnName, own);
    },
  });
  return options.columns.map((name) => {
    const values = (chunks.get(name) ?? [])
      .sort((a, b) => a.rowStart - b.rowStart)
      .flatMap((chunk) => chunk.values);
    if (values.length === rowCount) return values;
    throw new Error(`${name} has ${values.length} of ${rowCount} rows`);
  });
}

/** A damaged file makes the parser throw errors of any kind. */
async function attemptParse<T>(path: string, parse: () => Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    const reason = printable(messageOf(error), longestReason);
    throw new ResultFileError(path, `is not parquet (${reason}); perhaps it was cut short`);
  }
}

function tableProblem(
  { schema, key_value_metadata: pairs = [] }: FileMetaData,
  table: string,
  columns: readonly string[],
): string | null {
  const valueOf = (key: string): string | undefined =>
    pairs.find((pair) => pair.key === key)?.value;
  const [own, version] = [valueOf(parquetKeys.table), valueOf(parquetKeys.schemaVersion)];
  if (own !== undefined && own !== table) {
    return `holds the table ${printable(own, longestReason)}, expected ${table} (export --format parquet --table ${table})`;
  }
  if (version !== undefined && version !== String(parquetSchemaVersion)) {
    return `has version ${printable(version, longestReason)} of the columns, this version of softmax-bench reads ${parquetSchemaVersion}; export it again from its results`;
  }
  const missing = columns.find((column) => !schema.some(({ name }) => name === column));
  return missing === undefined
    ? null
    : `has no column ${missing}, expected the table ${table} (export --format parquet --table ${table})`;
}

function bufferOf(descriptor: number): AsyncBuffer {
  const { size } = fstatSync(descriptor);
  return {
    byteLength: size,
    slice: (start, end = size) => {
      // Never more than there is, whatever a damaged file says of itself.
      const length = Math.max(0, Math.min(end, size) - start);
      const bytes = Buffer.allocUnsafeSlow(length);
      let read = 0;
      while (read < length) {
        const count = readSync(descriptor, bytes, read, length - read, start + read);
        if (count === 0) throw new Error('the file became shorter');
        read += count;
      }
      return bytes.buffer;
    },
  };
}
