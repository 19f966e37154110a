import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { readProfile } from '../config/built-in-profiles.js';
import { readDocument } from '../storage/store.js';
import { refusalOf } from '../testing/command-line.js';
import { describeNative } from '../testing/describe-native.js';
import { cliPath, smallRun, startProcess, startRun } from '../testing/run-process.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-tune-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function tune(...flags: readonly string[]) {
  return startProcess([process.execPath, cliPath, 'tune', ...flags]).end;
}

describeNative('tune', () => {
  const out = join(folder, 'mine.json');
  const small = ['--llc', '512Ki', '--threads', '1', '--passes', 'max', '--out', out];

  it('writes what it decides, and says what each pass gains', async () => {
    const { exitCode, stdout, stderr } = await tune('--budget', '6s', ...small);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^tuning in \d+ steps, into .*mine\.json\n1 of \d+, \d+ s left: L1, 1 thread, /,
    );
    expect(stdout).toMatch(/^level +threads +target +pass +default +tuned +gain +99% CI +rounds$/m);
    const { rules, kept, madeBy } = readProfile(out);
    expect(rules.length + kept!.length).toBeGreaterThan(0);
    expect([
      ...rules.map(({ passes }) => passes),
      ...kept!.map(({ pass }) => [pass]),
    ]).toContainEqual(['max']);
    expect(madeBy?.seconds).toBeLessThanOrEqual(10);
  });

  it('refuses to overwrite a profile, and goes on with it', async () => {
    const { message, ...end } = await refusalOf(['tune', '--budget', '5s', ...small]);
    expect(end).toEqual({ exitCode: 2, printed: '' });
    expect(message).toContain('mine.json: exists: give --resume');
    const before = readProfile(out).rules;
    const resumed = await tune('--budget', '3s', '--quiet', '--resume', ...small);
    expect({ exitCode: resumed.exitCode, stderr: resumed.stderr }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    expect(readProfile(out).rules.slice(0, before.length)).toEqual(before);
  });

  it('refuses what has no variants', async () => {
    const { message } = await refusalOf(['tune', ...small, '--targets', 'js', '--force']);
    expect(message).toBe('nothing to tune: on js each of the passes has one variant');
  });

  it.runIf(process.platform === 'linux')('refuses a folder that cannot be', async () => {
    const { message } = await refusalOf(['tune', ...small.slice(0, -2), '--out', '/proc/x/y.json']);
    expect(message).toMatch(/^cannot write \/proc\/x: /);
  });

  it('keeps what it has decided when it is interrupted', async () => {
    const other = join(folder, 'interrupted.json');
    const flags = [...small.slice(0, -1), other, '--budget', '20s'];
    const { child, end } = startProcess([process.execPath, cliPath, 'tune', ...flags]);
    child.stderr!.on('data', (chunk: Buffer) => {
      if (/^\d+ of \d+, (?!.*undecided)/m.test(chunk.toString())) child.kill('SIGINT');
    });
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`go on with: softmax-bench tune --resume --out ${other}`);
    const { rules, kept } = readProfile(other);
    expect(rules.length + kept!.length).toBeGreaterThan(0);
  });

  it('measures its profile next to the default', async () => {
    const run = join(folder, 'run');
    const { exitCode } = await startRun([
      ...smallRun(run, 2).map((flag) => (flag === 'js' ? 'scalar' : flag)),
      ...['--variants', `default,paper,${out}`, '--no-probe'],
    ]).end;
    expect(exitCode).toBe(0);
    const { plan } = readDocument(run);
    expect(plan.profiles?.map(({ variants }) => variants)).toEqual(['default', 'paper', 'mine']);
    expect(new Set(plan.cells.map(({ profile }) => profile))).toEqual(
      new Set([null, 'paper', 'mine']),
    );
  });
});

describe('the flags of tune', () => {
  it.each([
    [['--threads', '3'], '--threads: expected 1, all, got "3"'],
    [['--passes', 'maxi'], '--passes: expected max, sum-exp'],
    [['--budget', 'soon'], '--budget: expected a time above 0'],
    [['--resume', '--force'], '--resume and --force exclude each other'],
    [['--targets', 'neon2'], '--targets'],
  ])('%j are refused', async (flags, message) => {
    const refusal = await refusalOf(['tune', ...flags]);
    expect(refusal.exitCode).toBe(2);
    expect(refusal.message).toContain(message);
  });
});
