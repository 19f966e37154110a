import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { writeDocument } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';
import { packageRoot } from '../package-root.js';
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

  it('says when a result adds nothing, was interrupted or is there twice', async () => {
    const empty = save('a.json', { ...document, outcomes: [] });
    const cut = save('b.json', { ...document, finishedAtUtc: null });
    const { stdout, stderr } = await run([empty, cut, cut], { format: 'json' });
    expect(JSON.parse(stdout)).toHaveLength(2 * measuredCount);
    expect(stderr).toMatch(/a\.json: no cell was measured\n.*b\.json: the run was interrupted/);
    expect(stderr).toContain('b.json is the same run as');
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

  it(
    'merges many results in threads, in their order, or names the one that it cannot read',
    { timeout: 60_000 },
    async () => {
      const paths = Array.from({ length: 12 }, (_, index) =>
        save(`${index}.json`, {
          ...document,
          startedAtUtc: `2026-02-03T04:05:${String(index + 10)}.000Z`,
        }),
      );
      const merged = await exportInProcess(paths);
      const apart = await Promise.all(paths.map(async (path) => (await run([path])).stdout));
      const [header] = apart[0]!.split('\r\n', 1);
      expect(merged.exitCode).toBe(0);
      expect(merged.stdout).toBe(
        `${header!}\r\n${apart.map((text) => text.slice(header!.length + 2)).join('')}`,
      );
      writeFileSync(paths[7]!, '{');
      const failed = await exportInProcess(paths);
      expect(failed.exitCode).toBe(2);
      expect(failed.stderr).toMatch(/^softmax-bench: .*7\.json is not JSON[^\n]*\n$/);
    },
  );

  it.each([
    [{ format: 'xml' }, '--format: expected csv, json, got "xml"'],
    [{ table: 'sample' }, 'got "sample", did you mean "samples"?'],
    [{ table: 'toString' }, '--table: expected summary, passes, samples, got "toString"'],
  ])('rejects %j', async (flags, message) => {
    await expect(run([], flags)).rejects.toThrow(message);
    await expect(run([], flags)).rejects.toThrow(SoftmaxBenchError);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'another schema version',
      (text) => text.replace(/Version":\d+/, 'Version":9'),
      /has schemaVersion 9/,
    ],
    ['unknown fields', (text) => text.replace('{', '{"extra":1,'), /extra/],
    ['a cut end', (text) => text.slice(0, -9), /is not JSON/],
  ])('leaves stdout empty for a first result with %s', async (_, damage, message) => {
    const path = save('a.json', document);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    let written = '';
    const io = ioTo((text) => (written += text));
    const ended = exportCommand([path], { format: 'csv', table: 'summary' }, io);
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
  await exportCommand(paths, { format: 'csv', table: 'summary', ...flags }, io);
  return written;
}

/** With the built command line: threads run compiled scripts. */
async function exportInProcess(paths: readonly string[]) {
  const cliPath = join(packageRoot(), 'dist', 'src', 'cli.js');
  const child = spawn(process.execPath, [cliPath, 'export', ...paths]);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, exitCode };
}

function ioTo(
  stdout: (text: string) => void,
  stderr: (text: string) => void = () => undefined,
): Io {
  return { stdout, stderr, columns: 80, isInteractive: false, color: false };
}
