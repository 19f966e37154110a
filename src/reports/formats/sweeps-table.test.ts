import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parquetParts } from './render-parquet.js';
import { sweepsFileTable } from './sweeps-table.js';
import { compressors } from '../../storage/parquet-file.js';
import { ResultFileError } from '../../storage/result-file-error.js';
import { createRandom } from '../../statistics/random.js';
import { openDuckDb, sqlText } from '../../testing/duckdb.js';
import { hostileModel } from '../../testing/hostile-document.js';
import { syntheticRun } from '../../testing/synthetic-machine.js';
import type { ReducedRun } from '../../compare/compared-run.js';
import { reduceRun } from '../../compare/reduce.js';
import { comparedRunText, comparedColumns, comparedSweepTexts } from '../../compare/sweep-texts.js';
import { readSweepsFile } from '../../compare/sweeps-file.js';

const runs = ['First', 'Second'].map((name, index) =>
  reduceRun(syntheticRun({ name, seed: index + 1, elementCounts: [1 << 10, 1 << 25] })),
);

let folder: string;
let good: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-sweeps-'));
  good = join(folder, 'good.parquet');
  const parts: Uint8Array[] = [];
  for await (const part of parquetParts(sweepsFileTable, runs, 'test')) parts.push(part);
  writeFileSync(good, Buffer.concat(parts));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a table of sweeps', () => {
  it('gives back the runs that it was made of', async () => {
    const read = await readSweepsFile(good);
    expect(read).toEqual(runs.map((run) => ({ ...run, path: good, isFromTable: true })));
  });

  it('may be sorted, repeated and rewritten by DuckDB, which drops its metadata', async () => {
    const copy = join(folder, 'copy.parquet');
    const duckDb = await openDuckDb();
    await duckDb.query(
      `COPY (SELECT * FROM read_parquet([${sqlText(good)}, ${sqlText(good)}]) ORDER BY run_id DESC) TO ${sqlText(copy)}`,
    );
    duckDb.close();
    const read = await readSweepsFile(copy);
    expect(read.map(({ run }) => run.runId)).toEqual(runs.map(({ run }) => run.runId).toReversed());
    expect(read[1]!.sweeps).toEqual(runs[0]!.sweeps);
  });

  it('commands no terminal with any of its texts', async () => {
    const text = `${hostileModel}\u001b[2J\u202e\n`;
    const path = tableOf({
      ...runs[0]!,
      run: { ...runs[0]!.run, label: text },
      machine: { ...runs[0]!.machine, cpuModel: text, operatingSystem: text, hypervisor: text },
      failed: [text],
    });
    const [read] = await readSweepsFile(path);
    JSON.stringify(read, (_, value: unknown) => {
      if (typeof value === 'string') expect(value).not.toMatch(/\p{Cc}|\u202e/u);
      return value;
    });
    expect(read!.machine.cpuModel).toContain(String.raw`\u{1b}[2J`);
  });
});

describe('what is no table of sweeps is named in one line', () => {
  const [run] = runs;
  const [sweep] = run!.sweeps;
  const head = comparedRunText(run!);
  const { facts, layout, numbers } = comparedSweepTexts(sweep!);
  const row = [head, facts, layout, numbers];

  it.each<[string, () => ColumnSource[] | Buffer, string, RegExp]>([
    ['no file', () => Buffer.alloc(0), '', /is not parquet/],
    ['a text', () => Buffer.from('{"schemaVersion":1}'), '', /is not parquet/],
    ['a cut file', () => readFileSync(good).subarray(0, 4000), '', /is not parquet .* cut short/],
    [
      'other columns',
      () => columns([[1, 2, 3, 4]], 'rows'),
      '',
      /has no column compared_run, expected/,
    ],
    ['numbers', () => columns([[1, 2, 3, 4]]), '', /row 1 that no export wrote: .* hold no texts/],
    ['nulls', () => columns([row, [null, null, null, null]]), '', /row 2 .* hold no texts/],
    [
      'no JSON',
      () => columns([[head, '{"target":', layout, numbers]]),
      '',
      /row 1 .*: is not JSON/,
    ],
    [
      'a JSON number',
      () => columns([[head, '7', layout, numbers]]),
      '',
      /row 1 .*: holds no object/,
    ],
    ['an empty sweep', () => columns([[head, '{}', layout, numbers]]), '', /row 1 .*: \w+: /],
    [
      'a gap in the columns',
      () => columns([[head, facts, layout.replace('"first":0', '"first":1'), numbers]]),
      '',
      /row 1 .*: series: expected points without a gap/,
    ],
    [
      'a missing number',
      () => columns([[head, facts, layout, numbers.slice(16)]]),
      '',
      /row 1 .*: numbers: expected \d+ of them/,
    ],
    [
      'a number that is none',
      () => columns([[head, facts, layout, `AADAfwAA${numbers.slice(8)}`]]),
      '',
      /row 1 .*: numbers: expected a positive number, got NaN/,
    ],
    [
      'another reduction',
      () => columns([[head.replace(/Version":\d+/, 'Version":9999'), facts, layout, numbers]]),
      '',
      /was exported by another version of softmax-bench; export it again/,
    ],
    ['another table', () => columns([row]), 'summary', /the table summary, expected sweeps/],
    ['another version', () => columns([row]), 'sweeps 7', /has version 7 of the columns/],
  ])('%s', async (name, contentOf, metadata, message) => {
    const content = contentOf();
    const path = join(folder, `${name.replaceAll(' ', '-')}.parquet`);
    const [table, version] = metadata.split(' ');
    const bytes = Array.isArray(content)
      ? new Uint8Array(
          parquetWriteBuffer({
            columnData: content,
            kvMetadata: [
              ...(table ? [{ key: 'softmax_bench.table', value: table }] : []),
              ...(version ? [{ key: 'softmax_bench.schema_version', value: version }] : []),
            ],
          }),
        )
      : content;
    writeFileSync(path, bytes);
    const error: unknown = await readSweepsFile(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResultFileError);
    const { message: text } = error as Error;
    expect(text).toMatch(message);
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(path.length + 400);
  });

  it('a missing file and a folder', async () => {
    await expect(readSweepsFile(join(folder, 'gone.parquet'))).rejects.toThrow('no such file');
    await expect(readSweepsFile(folder)).rejects.toThrow('is a folder, expected a file');
  });

  it('damage anywhere in the file', async () => {
    const bytes = readFileSync(good);
    const random = createRandom(1, 2);
    const path = join(folder, 'damaged.parquet');
    for (let round = 0; round < 200; round += 1) {
      const damaged = Buffer.from(bytes);
      // Half of the damage in the metadata at the end.
      const start = round % 2 === 0 ? 0 : bytes.length - 2500;
      const position = start + Math.floor(random() * (bytes.length - start));
      damaged[position] = Math.floor(random() * 256);
      writeFileSync(path, damaged);
      const ended: unknown = await readSweepsFile(path).catch((thrown: unknown) => thrown);
      if (!Array.isArray(ended)) expect(ended).toBeInstanceOf(ResultFileError);
    }
  });
});

it('has figures of each sweep in columns of their own', async () => {
  const { buffer, byteOffset, length } = readFileSync(good);
  const rows = await parquetReadObjects({
    compressors,
    file: buffer.slice(byteOffset, byteOffset + length),
  });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    cpu_model: 'First',
    thread_count: 1,
    best_in_dram: 'two-pass',
    headline_gain_over: 'three-pass-recompute',
    started_at_utc: new Date(runs[0]!.run.startedAtUtc),
    is_complete: true,
  });
  const { layout, values } = runs[0]!.sweeps[0]!;
  const copy = layout.series.find(({ implementation }) => implementation === 'copy');
  expect(rows[0]!.dram_copy_gb_per_s).toBeCloseTo(8 / values[copy!.first + 1]!, 2);
});

function tableOf(run: ReducedRun): string {
  const path = join(folder, 'hostile.parquet');
  const { facts, layout, numbers } = comparedSweepTexts(run.sweeps[0]!);
  const columnData = columns([[comparedRunText(run), facts, layout, numbers]]);
  writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData })));
  return path;
}

/** @param rows one value for each of `comparedColumns`. */
function columns(rows: readonly (readonly unknown[])[], prefix = 'compared'): ColumnSource[] {
  return comparedColumns.map((name, index) => {
    return { name: name.replace('compared', prefix), data: rows.map((row) => row[index]) };
  });
}
