import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyzeCells } from '../../analysis/analyze.js';
import { compressors } from '../../storage/parquet-file.js';
import { openDuckDb, sqlText, type DuckDb } from '../../testing/duckdb.js';
import { withExternals } from '../../testing/external-outcomes.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { columnTypeOf } from './column-types.js';
import { renderCsv, snakeCase } from './render-csv.js';
import { parquetParts, rowsOfGroup } from './render-parquet.js';
import { defineTable, type AnalyzedResult, type FieldValue, type Table } from './table.js';
import { tables } from './tables.js';

const document = withExternals(goldenDocument(), [
  { id: 'library', like: 'two-pass', factor: 1.5 },
]);
const result: AnalyzedResult = { document, analysis: analyzeCells(document) };
const nothing: readonly AnalyzedResult[] = [];

let folder: string;
let duckDb: DuckDb;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-parquet-'));
  duckDb = await openDuckDb();
});

afterAll(() => {
  duckDb.close();
  rmSync(folder, { recursive: true });
});

describe.each(tables.map((table) => [table.id, table] as const))('the table %s', (id, table) => {
  it('has the rows of CSV for DuckDB, with types', async () => {
    const parquet = join(folder, `${id}.parquet`);
    const csv = join(folder, `${id}.csv`);
    writeFileSync(parquet, await bytesOf(table, [result]));
    writeFileSync(csv, renderCsv(table, result));
    const described = await duckDb.query(`DESCRIBE FROM ${sqlText(parquet)}`);
    const columns = table.columns.map((name) => ({
      name: snakeCase(name),
      type: duckDbTypes[columnTypeOf(name)],
    }));
    expect(described.map(({ column_name: name, column_type: type }) => ({ name, type }))).toEqual(
      columns,
    );
    const types = columns.map(({ name, type }) => `${name}: '${type}'`);
    // CSV has one form for a text of no characters and for none.
    const values = columns.map(({ name, type }) =>
      type === 'VARCHAR' ? `nullif("${name}", '') AS "${name}"` : `"${name}"`,
    );
    const fromParquet = `SELECT ${values.join(', ')} FROM ${sqlText(parquet)}`;
    const fromCsv = `SELECT ${values.join(', ')} FROM read_csv(${sqlText(csv)}, header = true, columns = {${types.join(', ')}})`;
    const [counts] = await duckDb.query(
      `SELECT (SELECT count(*) FROM (${fromParquet})) AS total,
        (SELECT count(*) FROM (${fromParquet} EXCEPT ALL ${fromCsv})) AS only_parquet,
        (SELECT count(*) FROM (${fromCsv} EXCEPT ALL ${fromParquet})) AS only_csv`,
    );
    const total = [...table.rowsOf(result)].length;
    expect(counts).toEqual({ total, only_parquet: 0, only_csv: 0 });
    expect(total).toBeGreaterThan(0);
  });

  it('says what it is, with and without rows', async () => {
    for (const results of [nothing, [result]]) {
      const metadata = parquetMetadata(bufferOf(await bytesOf(table, results)));
      expect(metadata.key_value_metadata).toEqual([
        { key: 'softmax_bench.table', value: id },
        { key: 'softmax_bench.schema_version', value: '1' },
      ]);
      expect(metadata.created_by).toBe('softmax-bench version 9');
      expect(metadata.schema.slice(1).map(({ name }) => name)).toEqual(
        table.columns.map(snakeCase),
      );
    }
  });
});

const duckDbTypes = {
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  int32: 'INTEGER',
  int64: 'BIGINT',
  double: 'DOUBLE',
};

it('writes row groups of bounded size with statistics and dictionaries', async () => {
  const bytes = await bytesOf(columnsTable, [
    counted(rowsOfGroup - 1),
    counted(rowsOfGroup - 1),
    counted(5),
  ]);
  const { row_groups: groups } = parquetMetadata(bufferOf(bytes));
  expect(groups.map(({ num_rows: count }) => Number(count))).toEqual([rowsOfGroup, rowsOfGroup, 3]);
  const [runId, , rows] = groups[0]!.columns.map(({ meta_data: facts }) => facts!);
  expect(runId!.encodings).toContain('RLE_DICTIONARY');
  expect(rows!.statistics).toMatchObject({ min_value: 0n, max_value: BigInt(rowsOfGroup - 2) });
  const read = await parquetReadObjects({
    compressors,
    file: bufferOf(bytes),
    rowStart: 2 * rowsOfGroup,
    rowEnd: 2 * rowsOfGroup + 3,
  });
  expect(read).toEqual(
    [2, 3, 4].map((row) => ({ run_id: 'five', started_at_utc: null, rows: BigInt(row) })),
  );
});

it.each([
  ['a text as an integer', ['id', null, '7'], 'rows: expected int64, got "7"'],
  ['a fraction as an integer', ['id', null, 0.5], 'rows: expected int64, got 0.5'],
  ['a number as a text', [7, null, 1], 'runId: expected text, got 7'],
])('refuses to store %s', async (_, row, message) => {
  await expect(bytesOf(columnsTable, [{ rows: [row as FieldValue[]] }])).rejects.toThrow(message);
});

interface Rows {
  readonly rows: Iterable<readonly FieldValue[]>;
}

/** A text, a timestamp and an integer. */
const columnsTable = defineTable<readonly FieldValue[], Rows>(
  'columns',
  { runId: ([id]) => id!, startedAtUtc: ([, at]) => at!, rows: ([, , rows]) => rows! },
  ({ rows }) => rows,
);

function counted(count: number): Rows {
  const id = count === 5 ? 'five' : 'many';
  return { rows: Array.from({ length: count }, (_, row) => [id, null, row]) };
}

async function bytesOf<Result>(table: Table<Result>, results: readonly Result[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of parquetParts(table, results, 'softmax-bench version 9')) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function bufferOf({ buffer, byteOffset, length }: Buffer): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
}
