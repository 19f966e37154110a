import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { loadRunConfig } from './load-config.js';
import { presetNames, readPreset } from './presets.js';
import { runConfigSchema } from '../model/run-config.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-config-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const nothing = { preset: null, file: null, overrides: {} };

describe('presets', () => {
  it('are the three that the package comes with', () => {
    expect(presetNames()).toEqual(['default', 'paper', 'quick']);
  });

  it.each(presetNames())('%s says everything a run needs', (name) => {
    const { $schema, ...config } = readPreset(name) as Record<string, unknown>;
    expect($schema).toBe('./run-config.schema.json');
    expect(runConfigSchema.parse(config)).toEqual(config);
  });

  it('paper has the sizes and the input of the authors’ benchmark', () => {
    const config = loadRunConfig({ ...nothing, preset: 'paper' });
    expect(config.sizes).toEqual(
      [3, 4, 5, 6, 7, 8].flatMap((k) => [10 ** k, 3 * 10 ** k]).slice(0, -1),
    );
    expect(config.input).toEqual({ distribution: 'uniform', low: -1000, high: 1000 });
  });
});

describe('loadRunConfig', () => {
  it('takes the preset default when nothing else is named, without its $schema', () => {
    const config = loadRunConfig(nothing);
    expect(config).toEqual(loadRunConfig({ ...nothing, preset: 'default' }));
    expect(config).not.toHaveProperty('$schema');
  });

  it('lays the file over the preset and the flags over both', () => {
    const file = write('layers.json', {
      seed: 7,
      sizes: ['4Ki..1Mi'],
      budgetSeconds: 3,
      rounds: { minimum: 2 },
    });
    const config = loadRunConfig({
      preset: 'quick',
      file,
      overrides: { budgetSeconds: 5, seed: undefined },
    });
    expect(config).toEqual({
      ...loadRunConfig({ ...nothing, preset: 'quick' }),
      seed: 7,
      sizes: ['4Ki..1Mi'],
      budgetSeconds: 5,
      rounds: { minimum: 2, maximum: 20 },
    });
  });

  it('tells every problem of a file at once', () => {
    const file = write('many.json', {
      algoritms: ['all'],
      rounds: { minimum: 'many' },
      sizes: [0, 1.5, '4k', true],
      targets: ['avx3'],
      input: { distribution: 'gauss' },
    });
    expect(messageOfLoading({ ...nothing, file }).split('\n')).toEqual([
      `${file}: 8 problems`,
      '  targets[0]: expected one of "avx512", "avx2", "neon", "wasm-relaxed-simd", "wasm-simd", "scalar", "js", "best", "all", got "avx3"',
      '  sizes[0]: expected at least 1, got 0',
      '  sizes[1]: expected a whole number, got 1.5',
      '  sizes[2]: size "4k": expected element counts such as 1000, 64Ki, 1.5Mi or 4Ki..1Mi (Ki, Mi, Gi: powers of 1024)',
      '  sizes[3]: expected a number or a string, got true',
      '  input.distribution: expected one of "normal", "uniform", "constant", got "gauss"',
      '  rounds.minimum: expected a number, got "many"',
      '  algoritms: unknown key, did you mean "algorithms"?',
    ]);
  });

  it('says on one line what is wrong with the flags, and what is wrong only together', () => {
    expect(messageOfLoading({ ...nothing, overrides: { seed: NaN } })).toBe(
      'command line: seed: expected a number, got NaN',
    );
    expect(messageOfLoading({ ...nothing, overrides: { rounds: { minimum: 1000 } } })).toBe(
      'preset default + command line: rounds.minimum: expected at most 40 (rounds.maximum), got 1000',
    );
    const input = { distribution: 'uniform', low: 1, high: 1 };
    expect(messageOfLoading({ ...nothing, overrides: { input } })).toBe(
      'command line: input.low: expected less than 1 (input.high), got 1',
    );
  });

  it('shortens what it shows of a wrong value', () => {
    const overrides = { seed: 'x'.repeat(1000) };
    expect(messageOfLoading({ ...nothing, overrides }).length).toBeLessThan(120);
  });

  it('names a file that is missing or not JSON, and an unknown preset', () => {
    const file = join(folder, 'no.json');
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}: no such file`);
    writeFileSync(file, '{\n  "seed": 1,\n  "rounds": {]\n}\n');
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}:3:14: not JSON, unexpected "]"`);
    expect(messageOfLoading({ ...nothing, preset: 'qiuck' })).toBe(
      'preset "qiuck": unknown, did you mean "quick"?',
    );
  });
});

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function messageOfLoading(request: Parameters<typeof loadRunConfig>[0]): string {
  try {
    loadRunConfig(request);
  } catch (error) {
    if (error instanceof SoftmaxBenchError) return error.message;
    throw error;
  }
  throw new Error('expected it to be rejected');
}
