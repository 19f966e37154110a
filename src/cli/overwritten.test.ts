import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { serializeDocument, writeDocument } from '../storage/store.js';
import { capturedProgram, refusalOf } from '../testing/command-line.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { reportedRun } from '../testing/run-process.js';

// Files that nobody offered: what is read, what is of something else, and what a link in a folder that was sent leads to.

const text = serializeDocument(fixtureDocument());
let folder: string;
let run: string;
let result: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-overwritten-'));
  run = join(folder, 'run');
  mkdirSync(run);
  result = join(run, 'result.json');
  writeFileSync(result, text);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function call(...args: readonly string[]): Promise<void> {
  await capturedProgram().program.parseAsync(['node', 'softmax-bench', ...args]);
}

/** The same run on another machine. */
function save(path: string, cpuModel: string): void {
  const { machine, ...document } = fixtureDocument();
  const startedAtUtc = `2026-02-03T04:05:06.0${cpuModel.length}0Z`;
  mkdirSync(join(path, '..'), { recursive: true });
  writeDocument(path, { ...document, startedAtUtc, machine: { ...machine, cpuModel } });
}

describe('an output that is an input', () => {
  it.each<[string, (out: string) => readonly string[]]>([
    ['report --format csv', (out) => ['report', run, '--format', 'csv', '-o', out]],
    ['report --format markdown', (out) => ['report', run, '--format', 'markdown', '-o', out]],
    ['report --format html', (out) => ['report', result, '--format', 'html', '-o', out]],
    ['export', (out) => ['export', folder, '-o', out]],
    ['compare', (out) => ['compare', folder, '--format', 'csv', '-o', out]],
  ])('is refused: %s', async (_, argsOf) => {
    save(join(folder, 'other.json'), 'Another');
    symlinkSync(result, join(folder, 'link'));
    for (const out of [result, join(folder, 'link')]) {
      await expect(call(...argsOf(out))).rejects.toThrow(
        `--out: ${out} is read: expected the path of another file`,
      );
    }
    expect(readFileSync(result, 'utf8')).toBe(text);
    expect(existsSync(join(run, 'figures'))).toBe(false);
  });

  it.each([
    ['run', '--out', ''],
    ['run', '--resume', ' '],
    ['gallery', 'x', '--out', ''],
    ['export', 'x', '--out', ''],
  ])('is no empty path: %s %s', async (...args) => {
    await expect(call(...args)).rejects.toThrow(/^--(out|resume): expected a path, got " ?"$/);
  });
});

describe('links in a folder that was sent', () => {
  /** What the link of that name leads to. */
  function linked(name: string): string {
    const target = join(folder, 'precious');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(run, name));
    return target;
  }

  it('are replaced by reports, not followed', async () => {
    const target = linked('report.html');
    linked('result.reduced.json');
    save(join(folder, 'other.json'), 'Another');
    await call('report', run, '--format', 'html');
    await call('compare', folder);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    for (const name of ['report.html', 'result.reduced.json'])
      expect(lstatSync(join(run, name)).isFile()).toBe(true);
  });

  it.each(['markdown', 'svg'])(
    'are refused in place of the folder of figures: %s',
    async (format) => {
      const elsewhere = join(folder, 'elsewhere');
      mkdirSync(elsewhere);
      symlinkSync(elsewhere, join(run, 'figures'));
      await expect(call('report', run, '--format', format)).rejects.toThrow(
        `${join(run, 'figures')} is a link to elsewhere: remove it, or choose another folder with --out`,
      );
      expect(readdirSync(elsewhere)).toEqual([]);
    },
  );

  it('lead no run elsewhere', { timeout: 60_000 }, async () => {
    const out = join(folder, 'out');
    const elsewhere = join(folder, 'elsewhere');
    for (const path of [out, elsewhere]) mkdirSync(path);
    symlinkSync(elsewhere, join(out, 'figures'));
    const { exitCode, message } = await refusalOf(['run', ...reportedRun(out, 2)]);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/^\S+figures is a link to elsewhere: .*$/);
    expect(readdirSync(out)).toEqual(['figures']);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('a gallery', () => {
  const site = (): string => join(folder, 'site');
  const page = (): string => join(site(), 'index.html');

  it('overwrites an earlier one, and gives machines of like names pages of their own', async () => {
    save(join(folder, 'in', 'a.json'), 'CPU a b');
    save(join(folder, 'in', 'b.json'), 'CPU a-b   ');
    for (let count = 0; count < 2; count += 1)
      await call('gallery', join(folder, 'in'), '-o', site());
    expect(readdirSync(join(site(), 'machines'))).toEqual(['a-b-2.html', 'a-b.html']);
    expect(readdirSync(join(site(), 'results'))).toEqual(['a-b-2.json', 'a-b.json']);
  });

  it('refuses a page of something else', async () => {
    mkdirSync(site());
    writeFileSync(page(), '<title>Mine</title>');
    await expect(call('gallery', run, '-o', site())).rejects.toThrow(
      `${page()} is of no gallery: remove it, or choose another folder with --out`,
    );
    expect(readdirSync(site())).toEqual(['index.html']);
  });

  it('takes no result of the site for another machine', async () => {
    save(join(site(), 'results', 'alpha.json'), 'Beta');
    save(join(site(), 'results', 'beta.json'), 'Alpha');
    writeFileSync(page(), '<meta name="generator" content="softmax-bench">');
    const before = readFileSync(join(site(), 'results', 'alpha.json'));
    await expect(call('gallery', site(), '-o', site())).rejects.toThrow(
      /(alpha|beta)\.json is a result of the site: choose another folder with --out/,
    );
    expect(readFileSync(join(site(), 'results', 'alpha.json'))).toEqual(before);
  });
});
