import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { readDocument, writeDocument } from '../storage/store.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { cliPath } from '../testing/run-process.js';

// Administrators forbid Node to compile code at run time.

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-engine-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function softmaxBench(flag: string, args: readonly string[]) {
  return spawnSync(process.execPath, [flag, cliPath, ...args], { encoding: 'utf8' });
}

describe('without a compiler in the engine', { timeout: 60_000 }, () => {
  it('list says why there is no WebAssembly', () => {
    const { status, stdout } = softmaxBench('--jitless', ['list']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^wasm-simd +not available: this engine has no WebAssembly/m);
  });

  it('run measures other targets', () => {
    const out = join(folder, 'run');
    const flags = ['--sizes', '100', '--llc', '64Ki', '--targets', 'js', '--rounds', '1'];
    const { status } = softmaxBench('--jitless', [
      'run',
      ...flags,
      '--algorithms',
      'copy',
      '--no-reports',
      '--out',
      out,
    ]);
    expect(status).toBe(0);
    expect(readDocument(out).outcomes.map((outcome) => outcome.status)).toContain('measured');
  });
});

it.each([
  ['svg', 'figures'],
  ['markdown', 'report.md'],
  ['html', 'report.html'],
])('figures are drawn where no text may become code: %s', (format, name) => {
  const own = join(folder, format);
  mkdirSync(own);
  writeDocument(join(own, 'result.json'), fixtureDocument());
  const flag = '--disallow-code-generation-from-strings';
  const { status, stderr } = softmaxBench(flag, ['report', own, '--format', format]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(existsSync(join(own, name))).toBe(true);
  expect(existsSync(join(own, 'figures', 'speedup.svg'))).toBe(format !== 'html');
});
