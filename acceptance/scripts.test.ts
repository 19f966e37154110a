import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { packageRoot } from '../src/package-root.js';
import { pidOf, smallRun, startRun } from '../src/testing/run-process.js';

// The scripts that CONTRIBUTING names work: each prints its first line. What follows takes minutes.

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-scripts-'));
const result = join(folder, 'run', 'result.json');
/** Scripts leave temporary files behind when they are ended. */
const temporary = join(folder, 'tmp');

beforeAll(async () => {
  mkdirSync(temporary);
  const { exitCode, stderr } = await startRun(smallRun(join(folder, 'run'), 3)).end;
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const scripts: readonly (readonly [name: string, args: readonly string[], firstLine: RegExp])[] = [
  ['speed', ['start-up'], /^softmax-bench --help: \d+\.\d+ ms, median of 21$/],
  ['speed', ['in-cache', '--targets', 'scalar', '--rounds', '1'], /, 262144 elements$/],
  ['peers', ['4096', '1', '1'], /^4096 elements, ring of 1 MiB, /],
  ['calibrate', ['mbw', '1', '1'], /^arrays of 1 MiB, threads: 1, /],
  ['calibrate', ['stream', '1', '1'], /^arrays of 1 MiB, threads: 2, /],
  ['check-result', [result], /result\.json: /],
  ['compare-speed', [result, '2'], /^2 results, read for the first time \d/],
  ['faults', ['1'], /^faults with seed 1: worker killed, parent killed, /],
  ['fleet-speed', [result, '20', '2'], /^compare 20 runs \(\d/],
  ['report-speed', [result], /^terminal +\d/],
  ['fuzz', ['0.1', '1'], /^fuzzing for 0\.1 min from seed 1$/],
];

it.each(scripts)('npm run %s -- %s', async (name, args, firstLine) => {
  const command = ['run', '--silent', name, '--', ...args];
  const child = spawn('npm', command, {
    cwd: packageRoot(),
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    expect(line).toMatch(firstLine);
    // The script and what it started are one group; it may have ended by itself.
    if (child.exitCode === null) process.kill(-pidOf(child), 'SIGKILL');
    return;
  }
  throw new Error(`npm ${command.join(' ')} printed nothing`);
});

it('runs every script that CONTRIBUTING names, unless .ci/run does', () => {
  const read = (name: string): string => readFileSync(join(packageRoot(), name), 'utf8');
  const named = read('CONTRIBUTING.md').matchAll(/npm run ([a-z:-]+)/g);
  const ci = read('.ci/run');
  const started = new Set(scripts.map(([name]) => name));
  const missing = [...new Set([...named].map(([, name = '']) => name))].filter(
    (name) => !started.has(name) && !new RegExp(`npm run (--silent )?${name}\\b`).test(ci),
  );
  expect(missing).toEqual([]);
});
