import { parquetMetadata } from 'hyparquet';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeReduced } from '../compare/reduced-store.js';
import type { ResultDocument } from '../model/result.js';
import { writeDocument } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { exportCommand, type ExportFlags } from './export.js';
import type { Io } from './io.js';

describe('export', () => {
  const document = fixtureDocument();
  const measuredCount = document.outcomes.filter(({ status }) => status === 'measured').length;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-export-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('merges several results under one header', async () => {
    const { stdout, stderr } = await run([
      save('a.json', document),
      save('b.json', { ...document, startedAtUtc: '2026-02-03T04:05:06.000Z' }),
    ]);
    const lines = stdout.split('\r\n').slice(0, -1);
    expect(lines).toHaveLength(1 + 2 * measuredCount);
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(2);
    expect(lines.filter((line) => line.startsWith('run_id'))).toHaveLength(1);
    expect(stderr).toBe('');
  });

  it('writes JSON that is one array', async () => {
    const { stdout } = await run([save('a.json', document)], { format: 'json' });
    expect(JSON.parse(stdout)).toHaveLength(measuredCount);
  });

  it('writes JSON Lines', async () => {
    const { stdout } = await run([save('a.json', document)], { format: 'jsonl' });
    const rows = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(measuredCount);
    expect(JSON.parse(rows[0]!)).toMatchObject({ label: document.label, seed: 1 });
  });

  it.each(['github-benchmark', 'bencher', 'google-benchmark'])(
    'writes one result for %s, and refuses two',
    async (format) => {
      const path = save('a.json', document);
      const { stdout } = await run([folder], { format });
      expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout))}\n`);
      const other = save('b.json', { ...document, startedAtUtc: '2026-02-03T04:05:06.000Z' });
      await expect(run([path, other], { format })).rejects.toThrow('expected one result, got 2');
    },
  );

  it('says when a result adds nothing, was interrupted or is there twice', async () => {
    const empty = save('a.json', { ...document, outcomes: [] });
    const cut = save('b.json', { ...document, finishedAtUtc: null });
    const copy = save('c.json', { ...document, finishedAtUtc: null });
    const { stdout, stderr } = await run([empty, cut, cut, copy], { format: 'json' });
    expect(JSON.parse(stdout)).toHaveLength(2 * measuredCount);
    expect(stderr).toMatch(
      /a\.json: no configuration was measured\n.*b\.json: the run was interrupted/,
    );
    expect(stderr).toMatch(/c\.json is the same run as .*b\.json/);
    expect(JSON.parse((await run([empty], { format: 'json' })).stdout)).toEqual([]);
    expect((await run([empty])).stdout).toMatch(/^run_id,.*,flags\r\n$/);
  });

  it('writes a file whole or not at all', async () => {
    const good = save('a.json', document);
    const out = join(folder, 'out.csv');
    expect((await run([good], { out })).stdout).toBe('');
    const text = readFileSync(out, 'utf8');
    expect(text).toBe((await run([good])).stdout);
    writeFileSync(join(folder, 'b.json'), '{"schemaVersion":1');
    await expect(run([good, join(folder, 'b.json')], { out })).rejects.toThrow(
      /b\.json is not JSON/,
    );
    expect(readFileSync(out, 'utf8')).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'b.json', 'out.csv']);
    await expect(run([good], { out: join(folder, 'gone', 'x.csv') })).rejects.toThrow(
      /cannot write/,
    );
  });

  it('writes parquet to a file alone, whole or not at all', async () => {
    const good = save('a.json', document);
    const other = save('b.json', { ...document, startedAtUtc: '2026-02-03T04:05:06.000Z' });
    const out = join(folder, 'out.parquet');
    await run([good, other], { format: 'parquet', out });
    const bytes = readFileSync(out);
    const { buffer, byteOffset, length } = bytes;
    const metadata = parquetMetadata(buffer.slice(byteOffset, byteOffset + length));
    expect(Number(metadata.num_rows)).toBe(2 * measuredCount);
    expect(metadata.created_by).toMatch(/^softmax-bench version \d+\.\d+\.\d+/);
    for (const named of [undefined, '-']) {
      await expect(run([good], { format: 'parquet', out: named! })).rejects.toThrow(
        '--format parquet is no text: expected a file with --out',
      );
    }
    writeFileSync(other, '{');
    await expect(run([good, other], { format: 'parquet', out })).rejects.toThrow(/is not JSON/);
    expect(readFileSync(out)).toEqual(bytes);
  });

  it('merges the results of a folder, in the order of their paths', async () => {
    const starts = Array.from({ length: 12 }, (_, index) => `2026-02-03T04:05:${index + 10}.000Z`);
    for (const startedAtUtc of starts) {
      save(`${startedAtUtc}.json`, { ...document, startedAtUtc });
    }
    writeReduced(join(folder, `${starts[0]!}.json`), document);
    const { stdout, stderr } = await run([folder]);
    const runIds = stdout.split('\r\n').map((line) => line.slice(0, starts[0]!.length));
    expect([...new Set(runIds.slice(1, -1))]).toEqual(starts);
    expect(stderr).toBe('');
    writeFileSync(join(folder, `${starts[7]!}.json`), '{');
    await expect(run([folder])).rejects.toThrow(/17\.000Z\.json is not JSON/);
  });

  it('names an argument that names nothing', async () => {
    await expect(run([join(folder, 'gone')])).rejects.toThrow(/gone: no such file or folder/);
    await expect(run([folder])).rejects.toThrow(/the folder holds no JSON file/);
  });

  it.each([
    [{ format: 'xml' }, '--format: expected csv, json, jsonl, parquet, github-benchmark, '],
    [{ table: 'sample' }, 'got "sample", did you mean "samples"?'],
    [{ format: 'bencher', table: 'summary' }, '--format bencher has no tables: remove --table'],
    [{ format: 'bencher' }, '--format bencher: expected one result, got 0'],
    [
      { table: 'toString' },
      '--table: expected summary, speedups, passes, samples, externals, sweeps, got "toString"',
    ],
  ])('rejects %j', async (flags, message) => {
    await expect(run([], flags)).rejects.toThrow(message);
    await expect(run([], flags)).rejects.toThrow(SoftmaxBenchError);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'another schema version',
      (text) => text.replace(/Version":\d+/, 'Version":9'),
      /\(schemaVersion 9, this one reads 1\)/,
    ],
    ['unknown fields', (text) => text.replace('{', '{"extra":1,'), /extra/],
    ['a cut end', (text) => text.slice(0, -9), /is not JSON/],
  ])('leaves stdout empty for a first result with %s', async (_, damage, message) => {
    const path = save('a.json', document);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    let written = '';
    const io = ioTo((text) => (written += text));
    const ended = exportCommand([path], { format: 'csv' }, io);
    await expect(ended).rejects.toThrow(message);
    expect(written).toBe('');
  });

  function save(name: string, saved: ResultDocument): string {
    const path = join(folder, name);
    writeDocument(path, saved);
    return path;
  }
});

async function run(
  paths: readonly string[],
  flags: Partial<ExportFlags> = {},
): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const io = ioTo(
    (text) => (written.stdout += text),
    (text) => (written.stderr += text),
  );
  await exportCommand(paths, { format: 'csv', ...flags }, io);
  return written;
}

function ioTo(
  stdout: (text: string) => void,
  stderr: (text: string) => void = () => undefined,
): Io {
  return { stdout, stderr, columns: 80, isInteractive: false, color: false };
}
