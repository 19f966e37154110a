import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Comparison } from '../compare/comparison.js';
import type { ResultDocument } from '../model/result.js';
import { readDocument, writeDocument } from '../storage/store.js';
import type { CellOutcome } from '../model/outcome.js';
import { packageRoot } from '../package-root.js';
import { syntheticRun } from '../testing/synthetic-machine.js';
import { compareCommand } from './compare.js';
import type { CompareFlags } from './compare-flags.js';

const defaults: CompareFlags = {
  metric: 'time',
  by: 'element-count',
  targets: 'same',
  format: 'terminal',
};

describe('compare', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-compare-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('prints two machines as the golden file has them', async () => {
    const sizes = {
      elementCounts: [1 << 12, 1 << 23],
      algorithms: ['three-pass-reload', 'two-pass', 'copy'],
    };
    const { stdout } = await run([
      save('a.json', syntheticRun({ name: 'A', seed: 1, ...sizes })),
      save('b.json', syntheticRun({ name: 'B', speed: 1.5, seed: 2, ...sizes })),
    ]);
    await expect(stdout).toMatchFileSnapshot('../testing/golden/compare.txt');
  });

  it('prints three machines as CSV as the golden file has them', async () => {
    const paths = [1, 1.5, 1.02].map((speed, index) =>
      save(`${index}.json`, syntheticRun({ name: `Machine ${index}`, speed, seed: index + 1 })),
    );
    const { stdout } = await run(paths, { format: 'csv' });
    await expect(stdout).toMatchFileSnapshot('../testing/golden/compare.csv');
  });

  it('fits into 80 columns, whatever is compared', async () => {
    const [a, b] = twoMachines();
    const c = save('c.json', syntheticRun({ name: 'C'.repeat(60), speed: 0.7, seed: 3 }));
    for (const paths of [
      [a!, b!],
      [a!, b!, c],
    ]) {
      const { stdout } = await run(paths);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it('gives the same the second time, when it reads what it left beside the results', async () => {
    twoMachines();
    const first = await run([folder], { format: 'json' });
    expect(readdirSync(folder).sort()).toEqual([
      'a.json',
      'a.reduced.json',
      'b.json',
      'b.reduced.json',
    ]);
    expect(await run([folder], { format: 'json' })).toEqual(first);
    expect((await run([join(folder, '*.json')])).stderr).toBe('');
  });

  it('writes the same JSON for the same results, without a number that is none', async () => {
    const paths = twoMachines();
    const first = await run(paths, { format: 'json' });
    expect(JSON.parse(first.stdout)).toMatchObject({ comparisonVersion: 2, baseline: 'A' });
    expect((await run(paths, { format: 'json' })).stdout).toBe(first.stdout);
  });

  it('takes files, folders and quoted globs, each file once', async () => {
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    const [a] = twoMachines();
    copyFileSync(a!, join(folder, 'deep', 'er', 'result.json'));
    const { stdout, stderr } = await run([join(folder, '*.json'), a!, folder], { format: 'json' });
    expect(JSON.parse(stdout)).toMatchObject({ machines: { length: 2 } });
    expect(stderr).toMatch(
      /^warning: .*result\.json: the same run as .*a\.json, which is compared\n$/,
    );
  });

  it('names what it cannot use file by file, and goes on with the rest', async () => {
    const [a] = twoMachines();
    const text = readFileSync(a!, 'utf8');
    write('cut.json', text.slice(0, 5000));
    write('package.json', '{"name":"unrelated"}');
    write('future.json', text.replace(/Version":\d+/, 'Version":99'));
    write('list.json', '[1, 2]');
    save('empty.json', { ...syntheticRun({ name: 'E', seed: 3 }), outcomes: [] });
    const { stdout, stderr, exitCode } = await run([folder, join(folder, 'gone.json')]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^B is 1\.\d+x faster than A/);
    expect(
      stderr
        .split('\n')
        .slice(0, -1)
        .map((line) => line.replace(/^warning: \S*\//, '')),
    ).toEqual([
      'gone.json: no such file or folder',
      expect.stringMatching(/^cut\.json: it is not JSON/),
      'empty.json: no cell was measured',
      expect.stringMatching(/^future\.json: it was written by a newer version of softmax-bench/),
      expect.stringMatching(/^list\.json: it is no result of softmax-bench/),
      expect.stringMatching(/^package\.json: it is no result of softmax-bench/),
    ]);
    expect(stdout).toMatch(/caveats: runs, files\./);
  });

  it('names a file as it is, whatever its name', async () => {
    const [a, b] = twoMachines();
    write('it', '{"name"');
    const { stderr } = await run([a!, b!, join(folder, 'it')]);
    expect(stderr).toMatch(/^warning: \S+\/it: it is not JSON \(Expected ':' after property name/);
  });

  it('takes of the copies of a run the complete one', async () => {
    const [a, b] = twoMachines();
    const complete = readDocument(b!);
    for (const name of ['0.json', 'z.json']) {
      save(name, { ...complete, outcomes: complete.outcomes.slice(1), finishedAtUtc: null });
    }
    const { stderr, stdout } = await run([folder, a!], { format: 'json' });
    expect(JSON.parse(stdout)).toMatchObject({ machines: { length: 2 } });
    expect(stderr).toMatch(
      /^warning: \S+0\.json: the same run as \S+b\.json, which is compared\nwarning: \S+z\.json: /,
    );
  });

  it('goes on without what is no honest result', async () => {
    const [a, b] = twoMachines();
    const text = readFileSync(a!, 'utf8');
    write(
      'deep.json',
      text.replace(/"label":[^,]*/, `"label":${'['.repeat(1e5)}${']'.repeat(1e5)}`),
    );
    write('key.json', text.replace('{', '{"a\\nwarning: b\u202e":1,'));
    const { exitCode, stderr } = await run([a!, b!, folder]);
    expect(exitCode).toBe(0);
    expect(stderr.split('\n').slice(0, -1)).toEqual([
      expect.stringMatching(/^warning: \S+deep\.json: it breaks the schema of a result: label: /),
      expect.stringMatching(/^warning: \S+key\.json: it breaks .*"a\\nwarning: b\\u\{202e\}"/),
    ]);
  });

  it('fails when nothing is left to compare', async () => {
    const [a] = twoMachines();
    await expect(run([a!])).rejects.toThrow(
      'nothing to compare: expected at least two results, got 1',
    );
    write('x.json', '{}');
    await expect(run([join(folder, 'x.json')])).rejects.toThrow(
      /got 0 and 1 that could not be used/,
    );
  });

  it('says that machines without a common level share none', async () => {
    const a = save('a.json', syntheticRun({ name: 'A', elementCounts: [1000] }));
    const b = save('b.json', syntheticRun({ name: 'B', elementCounts: [1 << 25], seed: 2 }));
    const compared = await run([a, b]);
    expect(compared.stdout).toContain('B was not compared with A: no level in common.');
    expect(compared.stderr).toContain('nothing to compare');
    expect(compared.exitCode).toBe(2);
  });

  it('ends with 1 when an algorithm fails that did not fail before', async () => {
    const before = syntheticRun({ name: 'A', seed: 1 });
    const after = syntheticRun({ name: 'A', build: 'b', seed: 2 });
    const outcomes = after.outcomes.map((outcome): CellOutcome =>
      outcome.cell.implementation === 'two-pass'
        ? { status: 'failed', cell: outcome.cell, message: 'wrong output' }
        : outcome,
    );
    const paths = [save('before.json', before), save('after.json', { ...after, outcomes })];
    const { exitCode, stdout, stderr } = await run(paths, { failOnRegression: '3%' });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'regression: A, build b: two-pass on avx512 (failed, but not in the baseline)\n' +
        'gate failed: 0 of 8 slower by more than 3%; 1 without a result\n',
    );
    expect(stdout).toMatch(/^4 caveats: .*failures, implementations, runs\. Show all: --full$/m);
  });

  it('ends with 1 for a significant regression, and with 0 for one that is not', async () => {
    const before = save('before.json', syntheticRun({ name: 'A', seed: 1 }));
    const after = (speed: number) =>
      save('after.json', syntheticRun({ name: 'A', speed, build: 'b', seed: 2 }));
    const judged = (path: string) => run([path], { baseline: before, failOnRegression: '3%' });
    const worse = await judged(after(0.7));
    expect(worse.exitCode).toBe(1);
    expect(worse.stderr).toMatch(
      /^regression: three-pass-recompute on avx512 in L1: A, build b is 4\d\.\d% slower than A, build build-a \[/,
    );
    expect(worse.stderr).toMatch(/\ngate failed: 12 of 12 slower by more than 3%; worst 4\d.*\n$/);
    for (const speed of [0.98, 1.5]) {
      expect(await judged(after(speed))).toMatchObject({
        exitCode: 0,
        stderr: 'gate passed: 0 of 12 slower by more than 3%\n',
      });
    }
  });

  it('gates different machines only when told to', async () => {
    const [a, b] = twoMachines();
    const flags = { baseline: a!, failOnRegression: '3%' };
    await expect(run([b!], flags)).rejects.toThrow(
      '--fail-on-regression: B and A are different machines; compare results of one machine, or add --allow-different-machines',
    );
    const { exitCode, stderr } = await run([b!], { ...flags, allowDifferentMachines: true });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^gate passed/);
  });

  it('folds caveats and details, and shows them with --full', async () => {
    const paths = twoMachines();
    const folded = (await run(paths)).stdout;
    expect(folded.trimEnd().split('\n').length).toBeLessThan(24);
    expect(folded).toContain('1 caveat: runs. Show all: --full');
    const full = (await run(paths, { full: true })).stdout;
    expect(full).toContain('Caveats\n- A single run');
    expect(full).toContain('By implementation and level: avx512');
  });

  it('compares references with a result of the default preset', async () => {
    const reference = join(packageRoot(), 'results', 'reference');
    for (const name of readdirSync(reference)) {
      mkdirSync(join(folder, name));
      copyFileSync(join(reference, name, 'result.json'), join(folder, name, 'result.json'));
    }
    // The sizes and the inputs of the preset.
    const own = { name: 'Mine', elementCounts: [1 << 12, 1 << 16, 1 << 20, 1 << 25], seed: 7 };
    save('mine.json', syntheticRun(own));
    const { stdout, exitCode } = await run([folder], { format: 'json' });
    expect(exitCode).toBe(0);
    const { machines } = JSON.parse(stdout) as Comparison;
    expect(machines.find(({ name }) => name === 'Mine')!.rank).not.toBeNull();
  });

  it('takes a baseline by name, and tells which there are', async () => {
    const paths = twoMachines();
    expect((await run(paths, { baseline: 'B' })).stdout).toMatch(/^Speed over B$/m);
    await expect(run(paths, { baseline: 'C' })).rejects.toThrow(
      /^--baseline: expected a file, a folder or one of A; B, got "C"/,
    );
  });

  it.each([
    [{ format: 'xml' }, '--format: expected terminal, csv, json, markdown, html, got "xml"'],
    [{ metric: 'tme' }, 'got "tme", did you mean "time"?'],
    [{ by: 'size' }, '--by: expected element-count, llc-relative, got "size"'],
    [
      { failOnRegression: '-3%' },
      '--fail-on-regression: expected a percentage such as 3%, got "-3%"',
    ],
  ])('rejects %j', async (flags, message) => {
    await expect(run(twoMachines(), flags)).rejects.toThrow(message);
  });

  it('keeps a hostile label from being markup, a formula or a command', async () => {
    const label = '=HYPERLINK("x")|`c`\u001b]0;owned\u0007<img src=x onerror=a()>';
    const a = save('a.json', { ...syntheticRun({ name: 'A' }), label });
    const b = save('b.json', syntheticRun({ name: 'B', seed: 2 }));
    const terminal = await run([a, b]);
    // eslint-disable-next-line no-control-regex
    expect(terminal.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    const csv = await run([b, a], { format: 'csv' });
    expect(csv.stdout).toContain(`\r\n"'=HYPERLINK(`);
    const out = join(folder, 'out.md');
    await run([a, b], { format: 'markdown', out });
    const markdown = readFileSync(out, 'utf8');
    expect(markdown).not.toContain('<img');
    expect(markdown).toContain(String.raw`\|\`c\``);
  });

  function twoMachines(): readonly string[] {
    return [
      save('a.json', syntheticRun({ name: 'A', seed: 1 })),
      save('b.json', syntheticRun({ name: 'B', speed: 1.5, seed: 2 })),
    ];
  }

  function save(name: string, document: ResultDocument): string {
    const path = join(folder, name);
    writeDocument(path, document);
    return path;
  }

  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
  }
});

async function run(paths: readonly string[], flags: Partial<CompareFlags> = {}) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await compareCommand(
    paths,
    { ...defaults, ...flags },
    {
      stdout: (text) => (written.stdout += text),
      stderr: (text) => (written.stderr += text),
      columns: 80,
      isInteractive: false,
      color: false,
    },
  );
  return { ...written, exitCode };
}
