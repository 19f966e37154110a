import { execFileSync } from 'node:child_process';
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

  it('measures thread counts of a preset at its largest size, and named ones at sizes that are named too', () => {
    const threadSizesOf = (overrides: object) =>
      loadRunConfig({ ...nothing, overrides }).threadSizes;
    expect(threadSizesOf({})).toBe('largest');
    expect(threadSizesOf({ sizes: [1000] })).toBe('largest');
    expect(threadSizesOf({ threads: [1, 2] })).toBe('largest');
    expect(threadSizesOf({ threads: [1, 2], sizes: [1000] })).toBeUndefined();
    expect(threadSizesOf({ threads: [1, 2], sizes: [1000], threadSizes: 'largest' })).toBe(
      'largest',
    );
  });

  it('shapes have the algorithms that their answer needs, or those that are named', () => {
    const load = (overrides: object, file: string | null = null) =>
      loadRunConfig({ preset: 'default', file, overrides });
    const shapes = ['1x50257'];
    expect(load({}).algorithms).toContain('softmax-skeletons');
    expect(load({ shapes }).algorithms).not.toContain('softmax-skeletons');
    expect(load({ shapes }).algorithms).toContain('core-nt');
    expect(load({ shapes, algorithms: ['two-pass'] }).algorithms).toEqual(['two-pass']);
    const file = write('algorithms.json', { algorithms: ['online'] });
    expect(load({ shapes }, file).algorithms).toEqual(['online']);
  });

  it('shapes take the place of the sizes below them, and sizes that of shapes', () => {
    const load = (overrides: object, file: string | null = null) =>
      loadRunConfig({ preset: 'quick', file, overrides });
    const shapes = ['llm', '1x50257'];
    expect(load({ shapes })).toMatchObject({ shapes });
    expect(load({ shapes })).not.toHaveProperty('sizes');
    expect(load({ shapes, threads: [2] }).threadSizes).toBeUndefined();
    const file = write('shapes.json', { shapes });
    expect(load({}, file)).toMatchObject({ shapes });
    expect(load({ sizes: [5] }, file)).not.toHaveProperty('shapes');
    expect(messageOfLoading({ ...nothing, overrides: { shapes, sizes: [5] } })).toBe(
      'command line: shapes: sizes are given too, and shapes take their place: give one of the two',
    );
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
      rounds: { minimum: 2, maximum: 200 },
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
      '  sizes[2]: size "4k": 4Ki (4096) or 4000?',
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
      'preset default + command line: rounds.minimum: expected at most 400 (rounds.maximum), got 1000',
    );
    const input = { distribution: 'uniform', low: 1, high: 1 };
    expect(messageOfLoading({ ...nothing, overrides: { input } })).toBe(
      'command line: input.low: expected less than 1 (input.high), got 1',
    );
  });

  it('names a flag for its keys, once', () => {
    const overrideNames = new Map([
      ['precisionPercent', '--precision 200%'],
      ['precisionPercentInCache', '--precision 200%'],
      ['processes', '--processes 9'],
    ]);
    const message = (overrides: object): string =>
      messageOfLoading({ ...nothing, overrides, overrideNames });
    expect(message({ precisionPercent: 200, precisionPercentInCache: 200 })).toMatch(
      /^--precision 200%: expected 0\.01 to 99%, got 200%; .+$/,
    );
    expect(message({ rounds: { minimum: 2, maximum: 5 }, processes: 9 })).toBe(
      '--processes 9: expected at most 5 (rounds.maximum), got 9; each process measures at least one round',
    );
    expect(message({ processes: 0, seed: -1 }).split('\n')).toEqual([
      'command line: 2 problems',
      '  seed: expected at least 0, got -1',
      '  --processes 9: expected at least 1, got 0',
    ]);
  });

  it('takes the cache size as a number or as text', () => {
    for (const lastLevelCacheBytes of ['32Mi', 32 << 20]) {
      const file = write('cache.json', { lastLevelCacheBytes });
      expect(loadRunConfig({ ...nothing, file }).lastLevelCacheBytes).toBe(32 << 20);
    }
  });

  it.each([
    [32, '32 bytes is smaller than any L1 cache; for 32 MiB write 32Mi'],
    ['8Ki', '8192 bytes is smaller than any L1 cache; for 8 MiB write 8192Ki'],
    [2 ** 37, '128 GiB is larger than any cache (64 GiB); expected a size such as 32Mi'],
    ['32M', 'expected 32Mi (33554432) or 32000000, got "32M"'],
    [true, 'expected a number or a string, got true'],
  ])('refuses a cache of %j, whatever the way in', (lastLevelCacheBytes, problem) => {
    const file = write('cache.json', { lastLevelCacheBytes });
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}: lastLevelCacheBytes: ${problem}`);
    expect(messageOfLoading({ ...nothing, overrides: { lastLevelCacheBytes } })).toBe(
      `command line: lastLevelCacheBytes: ${problem}`,
    );
  });

  const sweep = { fromWorkingSetBytes: 4096, toCacheMultiple: 4, pointsPerOctave: 1 };
  const sizesWith = (part: object): object => ({ ...sweep, maxArrayBytes: null, ...part });
  it.each([
    ['budgetSeconds', { budgetSeconds: 0 }, 'expected 1 to 604800 s, got 0 s'],
    ['budgetSeconds', { budgetSeconds: 0.5 }, 'expected 1 to 604800 s, got 0.5 s'],
    ['budgetSeconds', { budgetSeconds: NaN }, 'expected a number, got NaN'],
    ['precisionPercent', { precisionPercent: 100 }, 'expected 0.01 to 99%, got 100%'],
    ['precisionPercentInCache', { precisionPercentInCache: 1e-3 }, 'expected 0.01 to 99%'],
    ['processes', { processes: 1.5 }, 'expected a whole number, got 1.5'],
    [
      'processes',
      { processes: 41, rounds: { maximum: 40 } },
      'expected at most 40 (rounds.maximum), got 41',
    ],
    ['samplesPerRound', { samplesPerRound: 17896 }, 'expected 1 to 1000, got 17896'],
    ['rounds.maximum', { rounds: { maximum: 1e7 } }, 'expected 1 to 1000000, got 10000000'],
    ['sizes.toCacheMultiple', { sizes: sizesWith({ toCacheMultiple: 1e10 }) }, 'expected 0.001'],
    ['sizes.pointsPerOctave', { sizes: sizesWith({ pointsPerOctave: 1e-9 }) }, 'expected 0.1'],
    ['input.value', { input: { distribution: 'constant', value: 1e39 } }, 'expected float32'],
    [
      'input.mean',
      { input: { distribution: 'normal', mean: 0, standardDeviation: 1e38 } },
      'expected float32 values',
    ],
    ['seed', { seed: 10n }, 'expected a number, got 10'],
  ])('refuses %s of %o before anything is planned', (key, overrides, problem) => {
    const message = messageOfLoading({ ...nothing, overrides });
    expect(message).toContain(`: ${key}: ${problem}`);
    expect(message).not.toContain('\n');
  });

  it('lowers the processes of a layer below to fewer rounds', () => {
    const rounds = { minimum: 2, maximum: 2 };
    expect(loadRunConfig({ ...nothing, overrides: { rounds } }).processes).toBe(2);
    const file = write('processes.json', { processes: 5 });
    expect(loadRunConfig({ ...nothing, file, overrides: { rounds } }).processes).toBe(2);
    const more = { rounds: { minimum: 9, maximum: 90 } };
    expect(loadRunConfig({ ...nothing, file, overrides: more }).processes).toBe(5);
  });

  it('shortens what it shows of a wrong value', () => {
    const overrides = { seed: 'x'.repeat(1000) };
    expect(messageOfLoading({ ...nothing, overrides }).length).toBeLessThan(120);
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe, which could keep it waiting', () => {
    const file = join(folder, 'pipe');
    execFileSync('mkfifo', [file]);
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}: is not a regular file`);
  });

  it('names a file that is missing or not JSON, and an unknown preset', () => {
    const file = join(folder, 'no.json');
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}: no such file`);
    expect(messageOfLoading({ ...nothing, file: folder })).toBe(
      `${folder}: is a folder, expected a file`,
    );
    writeFileSync(file, '{\n  "seed": 1,\n  "rounds": {]\n}\n');
    expect(messageOfLoading({ ...nothing, file })).toBe(`${file}:3:14: not JSON, unexpected "]"`);
    writeFileSync(file, `{"seed":${'['.repeat(1e5)}`);
    expect(messageOfLoading({ ...nothing, file })).toBe(
      `${file}:1:109: lists and objects nested more than 100 deep`,
    );
    writeFileSync(file, JSON.stringify({ seed: 'x'.repeat(2e6) }));
    expect(messageOfLoading({ ...nothing, file })).toBe(
      `${file}: expected at most 1 MiB, got 1.91 MiB`,
    );
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
