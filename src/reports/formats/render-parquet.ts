import { gzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

import { parquetKeys, parquetSchemaVersion } from '../../storage/parquet-keys.js';
import { columnTypeOf, type ColumnType } from './column-types.js';
import { snakeCase } from './render-csv.js';
import type { FieldValue, Results, Table } from './table.js';

/** Rows of a row group: what is in memory at a time, and what an engine can skip. */
export const rowsOfGroup = 100_000;

/** A row group ends where its texts are longer than this: some columns hold kilobytes a row. */
const charactersOfGroup = 2 ** 23;

/** How a type is stored: timestamps are milliseconds since 1970 in UTC. */
const storedAs: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  double: { type: 'DOUBLE' },
};

/**
 * A table over all results as the bytes of a parquet file, in parts: one row group at a time is in memory. Columns
 * have the names of CSV; every one may hold nulls. The metadata names the table and the version of its columns.
 * @param createdBy the program and its version.
 */
export async function* parquetParts<Result>(
  table: Table<Result>,
  results: Results<Result>,
  createdBy: string,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    createdBy,
    // By native code, and a third smaller than Snappy; every engine reads it.
    codec: 'GZIP',
    compressors: { GZIP: (bytes) => gzipSync(bytes, { level: 1 }) },
    schema: [
      { name: 'root', num_children: table.columns.length },
      ...table.columns.map((name) => ({
        name: snakeCase(name),
        repetition_type: 'OPTIONAL' as const,
        ...storedAs[columnTypeOf(name)],
      })),
    ],
    kvMetadata: [
      { key: parquetKeys.table, value: table.id },
      { key: parquetKeys.schemaVersion, value: String(parquetSchemaVersion) },
    ],
  });
  for await (const columns of rowGroups(table, results)) {
    void file.write({
      columnData: columns.map((data, index) => ({ name: snakeCase(table.columns[index]!), data })),
      rowGroupSize: rowsOfGroup,
    });
    yield takeBytes(writer);
  }
  void file.finish();
  yield takeBytes(writer);
}

/** What was written since the last time; offsets in the file go on. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return bytes;
}

/** The values of each column, so many rows at a time. */
async function* rowGroups<Result>(
  table: Table<Result>,
  results: Results<Result>,
): AsyncGenerator<readonly StoredValue[][]> {
  const encoders = table.columns.map((name) => encoderOf(name));
  const emptyColumns = (): StoredValue[][] => table.columns.map(() => []);
  let columns = emptyColumns();
  let characterCount = 0;
  for await (const result of results) {
    for (const row of table.rowsOf(result)) {
      row.forEach((value, index) => {
        columns[index]!.push(encoders[index]!(value));
        if (typeof value === 'string') characterCount += value.length;
      });
      if (columns[0]!.length < rowsOfGroup && characterCount < charactersOfGroup) continue;
      yield columns;
      columns = emptyColumns();
      characterCount = 0;
    }
  }
  if (columns[0]!.length > 0) yield columns;
}

type StoredValue = string | number | boolean | bigint | Date | null;

const jsTypeOf: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  boolean: 'boolean',
  timestamp: 'string',
  int32: 'number',
  int64: 'number',
  double: 'number',
};

/** @throws TypeError for a value of another type, of which the writer would make something else in silence. */
function encoderOf(column: string): (value: FieldValue) => StoredValue {
  const type = columnTypeOf(column);
  const isInteger = type === 'int32' || type === 'int64';
  return (value) => {
    if (value === null) return null;
    if (typeof value !== jsTypeOf[type] || (isInteger && !Number.isSafeInteger(value))) {
      throw new TypeError(`${column}: expected ${type}, got ${JSON.stringify(value)}`);
    }
    if (type === 'int64') return BigInt(value);
    return type === 'timestamp' ? new Date(value as string) : value;
  };
}
