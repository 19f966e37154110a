import { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import { declareRunFlags, runOptionsOf, type RunFlags, type RunOptions } from './run-flags.js';

describe('the flags of run', () => {
  it('override nothing when none is given', () => {
    const { config, outputFolder, overwrite, isQuiet } = optionsFor();
    expect(loadRunConfig(config)).toEqual(
      loadRunConfig({ preset: 'default', file: null, overrides: {} }),
    );
    expect([outputFolder, overwrite, isQuiet]).toEqual([null, false, false]);
  });

  it('each arrive in the config', () => {
    const { config, outputFolder, overwrite, isQuiet } = optionsFor(
      ...['--preset', 'quick', '--sizes', '1000,64Ki', '--algorithms', 'two-pass, copy'],
      ...['--targets', 'js', '--cache-states', 'warm,cold', '--seed', '7', '--rounds', '3'],
      ...['--budget', '1.5', '--llc', '32Mi', '--pages', 'default,huge', '--per-pass', '--aa'],
      ...['--input-range', '-5,5', '-o', 'there', '--force', '--quiet'],
    );
    expect(loadRunConfig(config)).toMatchObject({
      sizes: ['1000', '64Ki'],
      algorithms: ['two-pass', 'copy'],
      targets: ['js'],
      cacheStates: ['warm', 'cold'],
      seed: 7,
      rounds: { minimum: 3, maximum: 3 },
      budgetSeconds: 1.5,
      lastLevelCacheBytes: 32 << 20,
      pages: ['default', 'huge'],
      perPass: true,
      aaOnly: true,
      input: { distribution: 'uniform', low: -5, high: 5 },
    });
    expect(config.preset).toBe('quick');
    expect([outputFolder, overwrite, isQuiet]).toEqual(['there', true, true]);
  });

  it.each(['', '  ', 'a\nb', 'x'.repeat(61)])('refuse the label %j', (label) => {
    expect(() => optionsFor('--label', label)).toThrow(/^--label: expected 1 to 60 characters/);
    expect(optionsFor('--label', ' my laptop ').label).toBe('my laptop');
  });

  it('are refused with --resume, except --quiet', () => {
    expect(optionsFor('--resume', 'there', '--quiet')).toMatchObject({
      resumedFolder: 'there',
      isQuiet: true,
    });
    for (const flags of [
      ['--sizes', '5'],
      ['--pages', 'huge'],
      ['--out', 'x'],
      ['--force'],
      ['--no-per-pass'],
    ]) {
      expect(() => optionsFor('--resume', 'there', ...flags)).toThrow(
        `--resume keeps the plan of the interrupted run: remove ${flags[0]}`,
      );
    }
  });

  it('take the name of a preset for a config that is no file', () => {
    expect(optionsFor('--config', 'quick').config).toMatchObject({ preset: 'quick', file: null });
    expect(optionsFor('--config', 'package.json').config).toMatchObject({
      preset: null,
      file: 'package.json',
    });
  });

  it('describe the input', () => {
    const inputFor = (...flags: string[]): unknown => optionsFor(...flags).config.overrides.input;
    expect(inputFor('--distribution', 'normal')).toMatchObject({ distribution: 'normal' });
    expect(inputFor('--input-value', '-0.5')).toEqual({ distribution: 'constant', value: -0.5 });
    expect(inputFor('--no-per-pass')).toBeUndefined();
  });

  it.each([
    [['--seed', 'many'], '--seed: expected a number, got "many"'],
    [['--distribution', 'poisson'], '--distribution: expected normal, uniform or constant'],
    [['--distribution', 'normal', '--input-range', '0,1'], '--input-range: only for'],
    [['--distribution', 'constant'], '--input-value: expected a number, got ""'],
    [['--input-range', '5,-5'], '--input-range: expected two numbers, the smaller first'],
    [['--config', 'quick', '--preset', 'paper'], 'contradicts --preset paper'],
  ])('reject %j', (flags, message) => {
    expect(() => optionsFor(...flags)).toThrow(message);
  });
});

describe('values of flags that cannot work', () => {
  it.each([
    [['--rounds', '0'], '--rounds 0: expected 1 to 1000000, got 0; '],
    [['--rounds', '1.5'], '--rounds 1.5: expected a whole number, got 1.5'],
    [['--llc', '32'], '--llc 32: 32 bytes is smaller than any L1 cache; for 32 MiB write 32Mi'],
    [['--llc', '32M'], '--llc 32M: expected 32Mi (33554432) or 32000000, got "32M"'],
    [['--sizes', '1000,1M'], '--sizes: size "1M": 1Mi (1048576) or 1000000?'],
    [['--shapes', '8x64,128K'], '--shapes: shape "128K": 128Ki (131072) or 128000?'],
    [['--shapes', '8x5', '--sizes', '5'], '--shapes: sizes are given too, and shapes take'],
    [['--budget', '500ms'], '--budget: expected a time above 0, such as 90s'],
    [['--budget', '0.5s'], '--budget 0.5s: expected 1 to 604800 s, got 0.5 s; '],
    [['--precision', '0'], '--precision 0: expected 0.01 to 99%, got 0%; '],
    [['--precision', '1e-9%'], '--precision 1e-9%: expected 0.01 to 99%, got 1e-9%; '],
    [['--processes', '3', '--rounds', '2'], '--processes 3: expected at most 2 (rounds.maximum)'],
    [['--input-value', '1e39'], '--input-value 1e39: expected float32 values'],
    [['--targets', 'avx3'], '--targets: expected one of "avx512"'],
  ])('%j are refused in one line that names them', (flags, message) => {
    const load = (): unknown => loadRunConfig(optionsFor(...flags).config);
    expect(load).toThrow(message);
    expect(load).not.toThrow('\n');
  });
});

function optionsFor(...flags: string[]): RunOptions {
  const command = declareRunFlags(new Command()).parse(flags, { from: 'user' });
  return runOptionsOf(command.opts<RunFlags>());
}
