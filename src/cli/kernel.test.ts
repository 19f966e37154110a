import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';

import { kernelTemplates } from '../backends/external/kernels/kernel-templates.js';
import { readDocument, resultFileName } from '../storage/store.js';
import { capturedProgram, refusalOf } from '../testing/command-line.js';
import { describeCompiled } from '../testing/describe-compiled.js';
import { startRun } from '../testing/run-process.js';
import { templateLanguages } from './kernel.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-cli-kernel-'));
// Shared objects are compiled there.
vi.stubEnv('TMPDIR', folder);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const extent = ['--llc', '64Ki', '--rounds', '2', '--processes', '1', '--budget', '100'];
const ours = [
  '--algorithms',
  'two-pass',
  '--targets',
  'best',
  '--threads',
  '1',
  '--quiet',
  '--no-reports',
];
const flags = [...extent, ...ours, '--cache-states', 'warm'];

it.each(templateLanguages)('prints a kernel in %s', async (language) => {
  const { program, texts } = capturedProgram();
  await program.parseAsync(['kernel', '--template', language], { from: 'user' });
  expect(texts.join('')).toBe(kernelTemplates[language]);
});

it('knows no other language', async () => {
  const { program } = capturedProgram();
  await expect(
    program.parseAsync(['kernel', '--template', 'rost'], { from: 'user' }),
  ).rejects.toThrow('--template: expected c, cpp, rust, got "rost", did you mean "rust"?');
});

describeCompiled('run --kernel', () => {
  it('measures kernels of source files, and fails those that are wrong alone', async () => {
    const out = join(folder, 'out');
    const right = written('my_softmax.c', kernelTemplates.c);
    const wrong = written('wrong.cpp', kernelTemplates.cpp.replace('1 / sum', '2 / sum'));
    const { exitCode, stderr } = await startRun([
      ...flags,
      ...['--sizes', '1,1000,70000', '--kernel', right, '--kernel', `wrong=${wrong}:my_softmax`],
      ...['--kernel-passes', 'R:x; R:x W:y nt', '--out', out],
    ]).end;
    expect(exitCode).toBe(1);
    expect(stderr.match(/^failed: softmax\/wrong\/external\/.*: wrong output: .*$/gm)).toHaveLength(
      3,
    );
    expect(leftovers()).toEqual([]);
    const { outcomes, plan } = readDocument(out);
    const ofRight = outcomes.filter(({ cell }) => cell.implementation === 'my_softmax');
    expect(ofRight.map(({ status }) => status)).toEqual(Array(3).fill('measured'));
    expect(plan.externals?.[0]).toMatchObject({
      title: 'my_softmax of my_softmax.c',
      operations: [{ passes: [{ reads: ['x'] }, { writes: ['y'], store: 'non-temporal' }] }],
    });
    for (const outcome of ofRight) {
      if (outcome.status !== 'measured') continue;
      expect(outcome.durationsNs.length).toBeGreaterThanOrEqual(2);
      expect(outcome.verification.maxRelativeError).toBeLessThan(1e-5);
    }

    // An interrupted run resumes with the same kernel alone.
    const path = join(out, resultFileName);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/"finishedAtUtc": ?"[^"]*"/, '"finishedAtUtc":null'));
    written('my_softmax.c', kernelTemplates.c.replace('1 / sum', '1 / (float)sum'));
    const resumed = await refusalOf(['run', '--resume', out, '--no-reports']);
    expect(resumed.exitCode).toBe(2);
    expect(resumed.message).toMatch(
      /its samples would not be comparable: my_softmax of my_softmax\.c was sha256 \w+, is sha256 \w+;/,
    );
  });

  it('refuses a kernel that is not there before anything is measured', async () => {
    const out = join(folder, 'refused');
    const args = ['--kernel', './nothing.so:f', '--out', out];
    expect(await refusalOf(['run', ...flags, ...args])).toEqual({
      exitCode: 2,
      printed: '',
      message: 'kernel ./nothing.so:f: ./nothing.so: no such file',
    });
    expect(existsSync(out)).toBe(false);
  });
});

/** Folders of compiled kernels that a run left behind. */
function leftovers(): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('softmax-bench-kernel-'));
}
