import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { renderMarkdown } from '../reports/run/markdown-report.js';
import { inNewRunFolder } from '../run/run-folder.js';
import { readDocument } from '../storage/store.js';
import { refusalOf } from '../testing/command-line.js';
import {
  expectAllVisited,
  expectComplete,
  expectContinued,
  resume,
  shorten,
} from '../testing/interrupted-run.js';
import {
  cliPath,
  endlessRounds,
  firstRoundOf,
  reportedRun,
  smallRun,
  startProcess,
  startRun,
  until,
} from '../testing/run-process.js';

// Faults of the system as they happen: disks that are full, memory that is refused, processors that are busy.

const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-faults-'));
const mounts: string[] = [];
const canMount = isLinux && tryMount('probe', 'size=64k');

afterAll(() => {
  for (const path of mounts) spawnSync('umount', ['--lazy', path]);
  rmSync(folder, { recursive: true });
});

/** Whether a small file system in memory could be mounted there; root can, in most containers. */
function tryMount(name: string, options: string): boolean {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  if (status === 0) mounts.push(path);
  return status === 0;
}

function remount(path: string, options: string): boolean {
  return spawnSync('mount', ['-o', `remount,${options}`, path]).status === 0;
}

describe('a file system', { timeout: 60_000 }, () => {
  it.runIf(canMount)('that fills up keeps the last whole round (needs to mount)', async () => {
    const out = join(folder, 'small');
    expect(tryMount('small', 'size=32m')).toBe(true);
    const { end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    const filling = join(out, 'filling');
    spawnSync('dd', ['if=/dev/zero', `of=${filling}`, 'bs=4k']);
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^softmax-bench: cannot write .*result\.json: no space left on the device/,
    );
    const before = readDocument(out);
    expectAllVisited(before);
    expect(readdirSync(out)).not.toContain('.run.lock');
    expect(stderr).toContain(`resume with: softmax-bench run --resume ${out}\n`);

    rmSync(filling);
    const rounds = shorten(out);
    expect((await resume(out)).exitCode).toBe(0);
    expectContinued(before, readDocument(out));
    expectComplete(readDocument(out), rounds);
  });

  it.runIf(canMount)(
    'without room for the result refuses before it measures (needs to mount)',
    async () => {
      const path = join(folder, 'tight');
      expect(tryMount('tight', 'size=2m')).toBe(true);
      const { message, ...end } = await refusalOf(['run', ...reportedRun(path, 3)]);
      expect(message).toMatch(
        /^\S+tight: [\d.]+ [KM]iB free, the run writes up to [\d.]+ MiB: free some or choose another folder with --out$/,
      );
      expect(end).toEqual({ exitCode: 2, printed: '' });
      expect(readdirSync(path)).toEqual([]);
      // Without reports there is room.
      expect((await startRun(smallRun(path, 3)).end).exitCode).toBe(0);
    },
  );

  it.runIf(canMount)('that is full refuses at once (needs to mount)', async () => {
    const path = join(folder, 'full');
    expect(tryMount('full', 'size=64k')).toBe(true);
    spawnSync('dd', ['if=/dev/zero', `of=${join(path, 'filling')}`, 'bs=4k']);
    const { exitCode, message } = await refusalOf(['run', ...smallRun(path, 3)]);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/^cannot write \S+: no space left on the device/);
  });

  it.runIf(canMount)('that is read-only refuses at once (needs to mount)', async () => {
    const path = join(folder, 'read-only');
    expect(tryMount('read-only', 'ro')).toBe(true);
    const { exitCode, message } = await refusalOf(['run', ...smallRun(path, 3)]);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/^cannot write \S+: the file system is read-only/);
  });

  it.runIf(canMount)('that becomes read-only keeps what was written (needs to mount)', async () => {
    const out = join(folder, 'turned');
    expect(tryMount('turned', 'size=32m')).toBe(true);
    const { end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    // Refused while a file is open for writing.
    await until(() => remount(out, 'ro'));
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^softmax-bench: cannot write .*: the file system is read-only/m);
    expectAllVisited(readDocument(out));
  });
});

describe('memory', { timeout: 60_000 }, () => {
  it.runIf(isLinux)('that the system refuses is one line, and nothing is measured', async () => {
    const out = join(folder, 'address-space');
    const probe = spawnSync(process.execPath, [
      '-e',
      'console.log(fs.readFileSync("/proc/self/statm", "utf8"))',
    ]);
    const ownPages = Number(probe.stdout.toString().split(' ')[0]);
    const limitBytes = ownPages * 4096 + 512 * 2 ** 20;
    const run = [
      'run',
      '--sizes',
      '100Mi',
      '--targets',
      'js',
      '--llc',
      '1Mi',
      '--algorithms',
      'copy',
      '--threads',
      '1',
      '--no-reports',
      '--out',
      out,
    ];
    const { exitCode, stderr } = await startProcess([
      'prlimit',
      `--as=${limitBytes}`,
      process.execPath,
      cliPath,
      ...run,
    ]).end;
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^softmax-bench: cannot allocate .*: choose smaller sizes$/,
    );
    expect(stderr).not.toContain('    at ');
    expect(readDocument(out).outcomes).toEqual([]);
    // Nothing was measured, so nothing is in the way of smaller sizes.
    expect(await inNewRunFolder(out, false, () => Promise.resolve('free'))).toBe('free');
  });
});

describe('other load', { timeout: 60_000 }, () => {
  it.runIf(isLinux && os.cpus().length > 1)('is reported for every round', async () => {
    const hogs = os
      .cpus()
      .slice(1)
      .map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    const out = join(folder, 'busy');
    // The system counts in steps of 10 ms, so visits must last for many of them.
    const flags = ['--sizes', '4Mi', '--llc', '1Mi', '--targets', 'js', '--algorithms', 'two-pass'];
    const extent = [
      '--rounds',
      '2',
      '--processes',
      '1',
      '--cache-states',
      'cold-output',
      '--no-reports',
    ];
    const { exitCode } = await startRun([...flags, ...extent, '--out', out]).end;
    for (const hog of hogs) hog.kill('SIGKILL');
    expect(exitCode).toBe(0);
    const analysis = analyze(readDocument(out));
    const { disturbances } = analysis.steadiness;
    expect(disturbances.causes).toContainEqual({
      cause: 'contention',
      roundCount: disturbances.roundCount,
    });
    expect(renderMarkdown(analysis, [], 'figures')).toContain('contention');
  });
});
