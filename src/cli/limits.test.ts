import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { elementsOf } from '../model/problem.js';
import { findDocument, readDocument } from '../storage/store.js';
import { limitedGroup } from '../testing/limited-group.js';
import { cliPath, smallRun, startProcess } from '../testing/run-process.js';

// Limits of a container as they happen: real control groups, which root can make.

const mib = 2 ** 20;
const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-limits-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run of 1000 and of 16 Mi elements, which take 192 MiB. */
function runInto(out: string): string[] {
  const sizes = ['--sizes', '1000,16Mi', '--llc', '1Mi', '--algorithms', 'copy'];
  const extent = ['--rounds', '1', '--processes', '1', '--threads', '1', '--no-reports'];
  const states = ['--cache-states', 'cold-output'];
  return [process.execPath, cliPath, 'run', ...sizes, ...extent, ...states, '--out', out];
}

describe.runIf(isLinux)('a limit of memory', { timeout: 60_000 }, () => {
  it('of a group above counts, less what its other processes hold', async (context) => {
    const limitBytes = 384 * mib;
    const above = limitedGroup('memory', {
      'memory.max': limitBytes,
      'memory.limit_in_bytes': limitBytes,
    });
    const [ours, theirs] = [0, 1].map(() => above && limitedGroup('memory', {}, above));
    if (!above || !ours || !theirs) {
      context.skip('may make no control groups here');
      return;
    }
    const hold =
      'const held = Buffer.alloc(160 * 2 ** 20, 1); console.log(1); setInterval(() => held, 1000)';
    const [command = '', ...args] = theirs.command([process.execPath, '-e', hold]);
    const other = spawn(command, args);
    await once(other.stdout, 'data');

    const out = join(folder, 'memory');
    const { exitCode, stderr } = await startProcess(ours.command(runInto(out))).end;
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill('SIGKILL');
    await Promise.all([ours.remove(), theirs.remove()]);
    await above.remove();
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('killed');
    const { outcomes } = readDocument(out);
    expect(outcomes.some(({ status }) => status === 'measured')).toBe(true);
    expect(outcomes.filter(({ cell }) => elementsOf(cell.problem) > 1000)).toMatchObject([
      {
        status: 'skipped',
        reason: expect.stringMatching(/^requires 64 MiB for x .* are available$/) as string,
      },
    ]);
  });

  it('that leaves no room for a measuring process is refused', async (context) => {
    const limitBytes = 96 * mib;
    const group = limitedGroup('memory', {
      'memory.max': limitBytes,
      'memory.limit_in_bytes': limitBytes,
    });
    if (group === null) {
      context.skip('may make no control groups here');
      return;
    }
    const out = join(folder, 'no-memory');
    const { exitCode, stderr } = await startProcess(group.command(runInto(out))).end;
    await group.remove();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^softmax-bench: [\d.]+ MiB of memory are available, and a measuring process takes about [\d.]+ MiB without its arrays: .*\n$/,
    );
  });
});

describe.runIf(isLinux)('a limit of processes', { timeout: 60_000 }, () => {
  it.for([12, 20])('of %d is named', async (limit, context) => {
    const group = limitedGroup('pids', { 'pids.max': limit });
    if (group === null) {
      context.skip('may make no control groups here');
      return;
    }
    const out = join(folder, `processes-${limit}`);
    const run = [process.execPath, cliPath, 'run', ...smallRun(out, 2)];
    const { stderr, exitCode } = await startProcess(group.command(run)).end;
    await group.remove();
    // By how many threads Node has here, before it measures or when its process does not start.
    expect([1, 2]).toContain(exitCode);
    expect(stderr).toMatch(
      /^softmax-bench: cannot start a measuring process: limit of processes: \d+ of \d+ are in use \(pids.max\)\. Raise it by 32, for a container with --pids-limit$/m,
    );
    const outcomes = findDocument(out)?.outcomes ?? [];
    expect(outcomes.filter(({ status }) => status !== 'skipped')).toEqual([]);
  });
});

describe.runIf(isLinux)('a limit of open files', () => {
  it.each([20, 24, 30])('of %d is one line', (limit) => {
    const script = `ulimit -n ${limit}; exec "$@"`;
    const command = [process.execPath, cliPath, ...['report', 'no-such-result']];
    const { stderr, status } = spawnSync('bash', ['-c', script, '-', ...command], {
      encoding: 'utf8',
    });
    expect([1, 2]).toContain(status);
    expect(stderr).toMatch(
      /^softmax-bench: (the limit of open files is reached: raise it to 256 or more with ulimit -n|cannot read .*)\n$/,
    );
  });
});
