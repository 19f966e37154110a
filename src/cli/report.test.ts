import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { resultFileName, writeDocument } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import type { Io } from './io.js';
import { reportCommand, type ReportFlags } from './report.js';

const root = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'result-'));
  writeDocument(join(folder, resultFileName), fixtureDocument());
});

/** What the command writes to stdout. */
async function report(path: string, flags: ReportFlags): Promise<string> {
  let text = '';
  const io: Io = {
    stdout: (chunk) => (text += chunk),
    stderr: () => undefined,
    columns: 80,
    isInteractive: false,
    color: true,
  };
  await reportCommand(path, flags, io);
  return text;
}

describe('report', { timeout: 30_000 }, () => {
  it.each([
    [
      'terminal',
      /^Machine\n[^]*\nSHIP {2}\S[^]*\nGAIN {2}online-nt is \d\.\d+x faster than three-pass-/,
    ],
    ['csv', /^run_id,/],
    ['json', /^\{\n {2}"analysisVersion": 1,/],
    ['decision', /^\{\n {2}"decisionVersion": 1,/],
    ['issue', /^\*\*Example Processor .*\*\*\n\n- SHIP: /],
  ])('prints %s', async (format, opening) => {
    expect(stripVTControlCharacters(await report(folder, { format }))).toMatch(opening);
    expect(readdirSync(folder)).toEqual([resultFileName]);
  });

  it('writes Markdown beside the result, with every figure that it refers to', async () => {
    const path = join(folder, 'report.md');
    expect(await report(join(folder, resultFileName), { format: 'markdown' })).toBe(`${path}\n`);
    const markdown = readFileSync(path, 'utf8');
    const references = [...markdown.matchAll(/\]\(figures\/(.+?)\)/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(3);
    expect(readdirSync(join(folder, 'figures')).toSorted()).toEqual(references.toSorted());
  });

  it('writes HTML and figures where it is told', async () => {
    const html = join(folder, 'page.html');
    await report(folder, { format: 'html', out: html });
    expect(readFileSync(html, 'utf8').startsWith('<!doctype html>')).toBe(true);
    const figures = join(folder, 'pictures');
    await report(folder, { format: 'svg', out: figures });
    expect(readdirSync(figures)).toContain('speedup.svg');
  });

  it.each([
    [{ target: 'avx512' }],
    [{ cacheState: 'cold-output', threads: '1', pages: 'default' }],
    [{ study: 'paper' }],
  ])('takes the sweep and the study that %j names', async (flags) => {
    const text = await report(folder, { format: 'json', ...flags });
    expect(JSON.parse(text)).toMatchObject({
      study: { id: 'paper' },
      subject: { target: 'avx512', cacheState: 'cold-output', threadCount: 1, pages: 'default' },
    });
  });

  it('writes no escapes into a file', async () => {
    const out = join(folder, 'report.txt');
    await report(folder, { format: 'terminal', out });
    expect(readFileSync(out, 'utf8')).not.toContain('\u001b');
  });

  it.each<[ReportFlags, RegExp]>([
    [{ format: 'pdf' }, /^--format: expected terminal, .*got "pdf"/],
    [{ format: 'csv', peakBandwidth: 'fast' }, /--peak-bandwidth.*"fast"/],
    [{ format: 'csv', peakBandwidth: '0' }, /--peak-bandwidth.*"0"/],
    [{ format: 'csv', study: 'lgsumexp' }, /^--study: expected paper, .*got "lgsumexp"/],
    [{ format: 'csv', study: 'logsumexp' }, /^--study logsumexp: no logsumexp was measured/],
    [{ format: 'csv', target: 'avx51' }, /^--target: expected avx512, .*got "avx51"/],
    [{ format: 'csv', cacheState: 'lukewarm' }, /^--cache-state: expected cold-output, /],
    [{ format: 'csv', pages: 'large' }, /^--pages: expected default, huge, hugetlb, got "large"/],
    [{ format: 'csv', threads: 'two' }, /^--threads: expected a whole number from 1, got "two"/],
    [
      { format: 'csv', threads: '2' },
      /^nothing was measured with 2; measured: avx512\/cold-output\/t1\/default/,
    ],
    [{ format: 'html', out: join(root, resultFileName, 'x.html') }, /cannot write/],
  ])('rejects %j with one line', async (flags, message) => {
    const error = await report(folder, flags).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SoftmaxBenchError);
    expect((error as SoftmaxBenchError).message).toMatch(message);
  });

  it.each([
    ['no JSON', '{"schemaVersion": 1, "tool"'],
    ['another schema version', '{"schemaVersion": 99}'],
  ])('rejects a result with %s', async (_, text) => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, text);
    await expect(report(path, { format: 'terminal' })).rejects.toThrow(SoftmaxBenchError);
  });
});
