import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

import type * as Library from './index.js';
import { packageRoot } from './package-root.js';

// The built library: it starts a built worker process.
const builtPath = pathToFileURL(join(packageRoot(), 'dist', 'src', 'index.js'));
const { analyze, measure, readDocument, SoftmaxBenchError } = (await import(
  builtPath.href
)) as typeof Library;

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-library-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the library', { timeout: 60_000 }, () => {
  const config = {
    algorithms: ['two-pass', 'copy'],
    targets: ['js' as const],
    sizes: [100, 2000],
    rounds: { minimum: 2, maximum: 2 },
    processes: 1,
    lastLevelCacheBytes: 65536,
  };

  it('measures what the config names and leaves the result in the folder', async () => {
    const outputFolder = join(folder, 'measured');
    const result = await measure({ preset: 'quick', config, outputFolder, label: 'mine' });
    expect(result.outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(new Set(result.outcomes.map(({ cell }) => cell.problem.columns))).toEqual(
      new Set(config.sizes),
    );
    expect(result.finishedAtUtc).not.toBeNull();
    expect(result.label).toBe('mine');
    expect(readDocument(outputFolder)).toEqual(result);
    expect(analyze(result).cells.map(({ implementation }) => implementation)).toContain('two-pass');
  });

  it.each([
    [{ label: 1 }, 'measure: options.label: expected a string, got 1'],
    [{ label: 'a\nb' }, 'measure: options.label: expected 1 to 60 characters on one line'],
    [{ config: 1 }, 'measure: options.config: expected an object, got 1'],
    [{ outputFolder: '' }, 'measure: options.outputFolder: expected'],
    [{ config: { seed: 10n } }, 'config: seed: expected a number, got 10'],
    [{ config: [] }, 'measure: options.config: expected an object, got []'],
    [{ signal: null }, 'measure: options.signal: expected AbortSignal, got null'],
    [{ sizes: [100] }, 'measure: options.sizes: unknown key'],
    [{ config: { lastLevelCacheBytes: 32 } }, 'config: lastLevelCacheBytes: 32 bytes is smaller'],
    [{ config: { budgetSeconds: NaN } }, 'config: budgetSeconds: expected a number, got NaN'],
  ])('refuses %o with an error of its own', async (options, message) => {
    const outputFolder = join(folder, 'refused');
    const measuring = measure({ config, outputFolder, ...options } as never);
    await expect(measuring).rejects.toThrow(SoftmaxBenchError);
    await expect(measuring).rejects.toThrow(message);
    expect(existsSync(outputFolder)).toBe(false);
  });

  it('ends at once when aborted, with what was measured before', async () => {
    const signal = AbortSignal.abort();
    const result = await measure({ config, outputFolder: join(folder, 'aborted'), signal });
    expect(result.finishedAtUtc).toBeNull();
    expect(result.outcomes.filter(({ status }) => status === 'measured')).toEqual([]);
  });

  it('overwrites a finished result only if told to', async () => {
    const outputFolder = join(folder, 'measured');
    const before = readDocument(outputFolder);
    const again = { preset: 'quick', config, outputFolder };
    await expect(measure(again)).rejects.toThrow('holds a finished result');
    expect(readDocument(outputFolder)).toEqual(before);
    const after = await measure({ ...again, overwrite: true });
    expect(after.startedAtUtc).not.toBe(before.startedAtUtc);
    expect(readDocument(outputFolder)).toEqual(after);
  });

  it('refuses a config that cannot be used, and says what is wrong where', async () => {
    const outputFolder = join(folder, 'refused');
    const refused = measure({ config: { ...config, sizes: [0] }, outputFolder });
    await expect(refused).rejects.toThrow(SoftmaxBenchError);
    await expect(refused).rejects.toThrow(/^config: .*sizes/);
  });
});
