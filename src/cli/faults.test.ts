import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import type { ResultDocument } from '../model/result.js';
import { findDocument, readDocument, resultFileName, writeDocument } from '../storage/store.js';
import {
  beginOf,
  cliPath,
  endlessRounds,
  firstRoundOf,
  pidOf,
  smallRun,
  startProcess,
  startRun,
  until,
  untilDocument,
  workerOf,
} from '../testing/run-process.js';

// Faults as they happen: processes that are killed, disks that are full, memory that is refused.

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

async function resume(out: string) {
  return await startRun(['--resume', out]).end;
}

/** Plans 3 rounds more for an interrupted run of endless rounds; returns how many that are in all. */
function shorten(out: string): number {
  const document = readDocument(out);
  const rounds = roundsOf(document) + 3;
  const config = { ...document.plan.config, rounds: { minimum: rounds, maximum: rounds } };
  const plan = { ...document.plan, config };
  writeDocument(join(out, resultFileName), { ...document, plan });
  return rounds;
}

/** How many rounds were begun. */
function roundsOf({ outcomes }: ResultDocument): number {
  const counts = outcomes.map((outcome) =>
    outcome.status === 'measured' ? new Set(outcome.rounds).size : 0,
  );
  return Math.max(0, ...counts);
}

/** The samples of each cell, and that nothing is missing after so many rounds. */
function expectComplete(document: ResultDocument, rounds: number): void {
  expect(document.finishedAtUtc).not.toBeNull();
  expect(document.outcomes.map(({ cell }) => cell)).toEqual(document.plan.cells);
  for (const outcome of document.outcomes) {
    if (outcome.status !== 'measured') throw new Error(`${outcome.cell.id}: ${outcome.status}`);
    // A round that was begun before an interruption is not counted as one of all cells.
    const roundCount = new Set(outcome.rounds).size;
    expect([rounds, rounds + 1]).toContain(roundCount);
    expect(outcome.stopReason).not.toBe('interrupted');
  }
}

/** That a round was finished. */
function expectAllVisited({ plan, outcomes }: ResultDocument): void {
  expect(outcomes.map(({ cell }) => cell)).toEqual(plan.cells);
}

/** That what was on disk is the beginning of what is there now. */
function expectContinued(before: ResultDocument | null, after: ResultDocument): void {
  const cells = new Map(after.outcomes.map((outcome) => [outcome.cell.id, outcome]));
  for (const outcome of before?.outcomes ?? []) {
    const continued = cells.get(outcome.cell.id);
    if (outcome.status !== 'measured' || continued?.status !== 'measured') {
      throw new Error(`${outcome.cell.id} is not measured any more`);
    }
    const count = outcome.durationsNs.length;
    expect(continued.durationsNs.slice(0, count)).toEqual(outcome.durationsNs);
  }
}

describe('kill -9', { timeout: 60_000 }, () => {
  const briefRounds = 3;
  it.each<[string, number, (out: string) => Promise<void>]>([
    ['before the first round', endlessRounds, beginOf],
    ['after a round', endlessRounds, firstRoundOf],
    ['amid the rounds', endlessRounds, (out) => untilDocument(out, (run) => roundsOf(run) > 5)],
    [
      'while the document is written',
      endlessRounds,
      (out) =>
        until(() => existsSync(out) && readdirSync(out).some((name) => name.startsWith('.result'))),
    ],
    [
      'while reports are written',
      briefRounds,
      (out) => untilDocument(out, ({ finishedAtUtc }) => finishedAtUtc !== null),
    ],
  ])('%s leaves a document that --resume completes', async (phase, planned, moment) => {
    const out = join(folder, phase.replaceAll(' ', '-'));
    const { child, end } = startRun(smallRun(out, planned));
    await moment(out);
    process.kill(pidOf(child), 'SIGKILL');
    expect((await end).exitCode).toBeNull();
    const before = findDocument(out);

    let rounds = briefRounds;
    if (before === null) {
      // Killed in the first write of all: there is nothing to resume, and nothing in the way.
      expect((await resume(out)).exitCode).toBe(2);
      expect((await startRun(smallRun(out, rounds)).end).exitCode).toBe(0);
    } else {
      if (planned === endlessRounds) rounds = shorten(out);
      expect(await resume(out)).toMatchObject({ exitCode: 0 });
    }
    const after = readDocument(out);
    expectContinued(before, after);
    expectComplete(after, rounds);
    expect(readdirSync(out).toSorted()).toEqual([
      ...['figures', 'report.html', 'report.md'],
      ...[resultFileName, 'result.reduced.json', 'summary.csv'],
    ]);
  });

  it.runIf(isLinux)('takes the measuring process with it', async () => {
    const out = join(folder, 'orphan');
    const { child } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    const worker = workerOf(child);
    process.kill(pidOf(child), 'SIGKILL');
    // A dead process whose parent has not waited for it stays in the list with the state Z.
    await until(() => {
      const path = `/proc/${worker}/stat`;
      return !existsSync(path) || readFileSync(path, 'utf8').includes(') Z ');
    });
  });
});

describe('an interruption', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s keeps what was measured, for --resume',
    async (signal) => {
      const out = join(folder, signal);
      const { child, end } = startRun(smallRun(out, endlessRounds));
      await firstRoundOf(out);
      process.kill(pidOf(child), signal);
      const { exitCode, stderr } = await end;
      expect(exitCode).toBe(130);
      expect(stderr).toContain(`resume with: softmax-bench run --resume ${out}`);
      const before = readDocument(out);
      expect(before.finishedAtUtc).toBeNull();
      const rounds = shorten(out);
      expect((await resume(out)).exitCode).toBe(0);
      const after = readDocument(out);
      expect(after.resumedAtUtc).toHaveLength(1);
      expectContinued(before, after);
      expectComplete(after, rounds);
      expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(
        `resumed ${after.resumedAtUtc[0]}`,
      );
    },
  );

  it('by a reader of stderr that goes keeps what was measured', async () => {
    const out = join(folder, 'closed-stderr');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    child.stderr?.destroy();
    expect((await end).exitCode).toBe(130);
    expectAllVisited(readDocument(out));
  });

  it('by a reader of stdout that goes takes nothing from the reports', async () => {
    const out = join(folder, 'closed-stdout');
    const { child, end } = startRun(smallRun(out, 3));
    child.stdout?.destroy();
    expect((await end).exitCode).toBe(0);
    expect(existsSync(join(out, 'summary.csv'))).toBe(true);
  });
});

describe('a second run', { timeout: 60_000 }, () => {
  it('into the same folder is refused, resumed or not, and the first goes on', async () => {
    const out = join(folder, 'shared');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    for (const flags of [smallRun(out, 3), ['--resume', out]]) {
      const { exitCode, stdout, stderr } = await startRun(flags).end;
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(`is being written by another run (process ${pidOf(child)})`);
    }
    expect(child.exitCode).toBeNull();
    process.kill(pidOf(child), 'SIGINT');
    expect((await end).exitCode).toBe(130);
  });

  it('does not overwrite an interrupted one without --force', async () => {
    const interrupted = join(folder, 'shared');
    const before = readFileSync(join(interrupted, resultFileName));
    const { exitCode, stderr } = await startRun(smallRun(interrupted, 2)).end;
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`holds an interrupted run; resume it with --resume ${interrupted}`);
    expect(readFileSync(join(interrupted, resultFileName))).toEqual(before);
  });

  it('does not overwrite a finished one without --force', async () => {
    const out = join(folder, 'SIGINT');
    const before = readFileSync(join(out, resultFileName));
    const { exitCode, stdout, stderr } = await startRun(smallRun(out, 2)).end;
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      `softmax-bench: ${out} holds a finished result; choose another folder with --out, or overwrite it with --force\n`,
    );
    expect(readFileSync(join(out, resultFileName))).toEqual(before);

    expect((await startRun([...smallRun(out, 2), '--force']).end).exitCode).toBe(0);
    expectComplete(readDocument(out), 2);
  });

  const isRoot = process.getuid?.() === 0;
  const changes: readonly (readonly [string, (path: string) => void])[] = [
    [
      'of a newer version',
      (path) => {
        const text = readFileSync(path, 'utf8');
        writeFileSync(path, text.replace('"schemaVersion":1', '"schemaVersion":2'));
      },
    ],
    [
      'that is damaged',
      (path) => {
        writeFileSync(path, readFileSync(path, 'utf8').slice(0, 1000));
      },
    ],
    [
      'that may not be read',
      (path) => {
        // Root may read any file, but no folder as a file.
        if (isRoot) {
          rmSync(path);
          mkdirSync(path);
        } else chmodSync(path, 0);
      },
    ],
  ];
  it.each(changes)('never overwrites a result %s', async (kind, change) => {
    const out = join(folder, kind.replaceAll(' ', '-'));
    mkdirSync(out);
    const path = join(out, resultFileName);
    writeFileSync(path, readFileSync(join(folder, 'shared', resultFileName)));
    change(path);
    const before = statSync(path);
    for (const flags of [[], ['--force']]) {
      const { exitCode, stdout, stderr } = await startRun([...smallRun(out, 2), ...flags]).end;
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^softmax-bench: .*result\.json.*\n$/);
    }
    expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });
});

describe('--resume', { timeout: 60_000 }, () => {
  it('refuses a run of another machine or another build, and says what differs', async () => {
    const out = join(folder, 'elsewhere');
    expect((await startRun(smallRun(out, 2)).end).exitCode).toBe(0);
    const path = join(out, resultFileName);
    const document = { ...readDocument(out), finishedAtUtc: null };
    const { machine, tool } = document;
    writeDocument(path, { ...document, machine: { ...machine, cpuModel: 'another CPU' } });
    const elsewhere = await resume(out);
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.stderr).toMatch(
      /^softmax-bench: cannot resume .*: cpuModel was "another CPU", is /,
    );
    writeDocument(path, { ...document, tool: { ...tool, buildId: 'another' } });
    expect((await resume(out)).stderr).toMatch(
      /: buildId was "another", is "[0-9a-f]+"; start a new run$/m,
    );
  });

  it('of a finished run writes its reports again', async () => {
    const out = join(folder, 'finished');
    expect((await startRun(smallRun(out, 2)).end).exitCode).toBe(0);
    const before = readDocument(out);
    rmSync(join(out, 'report.md'));
    const { exitCode, stderr } = await resume(out);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `${out} holds a finished run: nothing is left to measure\n`,
    });
    expect(readDocument(out)).toEqual(before);
    expect(existsSync(join(out, 'report.md'))).toBe(true);
  });
});

describe('a file system', { timeout: 60_000 }, () => {
  it.runIf(canMount)('that fills up keeps the last whole round (needs to mount)', async () => {
    const out = join(folder, 'small');
    expect(tryMount('small', 'size=64k')).toBe(true);
    const { exitCode, stderr } = await startRun(smallRun(out, endlessRounds)).end;
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^softmax-bench: cannot write .*result\.json: no space left on the device/,
    );
    const before = readDocument(out);
    expectAllVisited(before);
    expect(readdirSync(out)).toEqual([resultFileName]);

    expect(remount(out, 'size=32m')).toBe(true);
    const rounds = shorten(out);
    expect((await resume(out)).exitCode).toBe(0);
    expectContinued(before, readDocument(out));
    expectComplete(readDocument(out), rounds);
  });

  it.runIf(canMount)('that is full refuses at once (needs to mount)', async () => {
    const path = join(folder, 'full');
    expect(tryMount('full', 'size=64k')).toBe(true);
    spawnSync('dd', ['if=/dev/zero', `of=${join(path, 'filling')}`, 'bs=4k']);
    const { exitCode, stderr } = await startRun(smallRun(path, 3)).end;
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^softmax-bench: cannot write \S+: no space left on the device/);
  });

  it.runIf(canMount)('that is read-only refuses at once (needs to mount)', async () => {
    const path = join(folder, 'read-only');
    expect(tryMount('read-only', 'ro')).toBe(true);
    const { exitCode, stderr } = await startRun(smallRun(path, 3)).end;
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^softmax-bench: cannot write \S+: the file system is read-only/);
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
    expect((await startRun(smallRun(out, 2)).end).exitCode).toBe(0);
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
    const extent = ['--rounds', '3', '--processes', '1'];
    const { exitCode } = await startRun([...flags, ...extent, '--out', out]).end;
    for (const hog of hogs) hog.kill('SIGKILL');
    expect(exitCode).toBe(0);
    const { disturbances } = analyze(readDocument(out)).steadiness;
    expect(disturbances.causes).toContainEqual({
      cause: 'contention',
      roundCount: disturbances.roundCount,
    });
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('contention');
  });
});
