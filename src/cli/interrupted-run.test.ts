import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { renderMarkdown } from '../reports/run/markdown-report.js';
import { findDocument, readDocument, resultFileName } from '../storage/store.js';
import {
  expectAllVisited,
  expectComplete,
  expectContinued,
  resume,
  shorten,
} from '../testing/interrupted-run.js';
import {
  beginOf,
  endlessRounds,
  firstRoundOf,
  pidOf,
  reportedRun,
  smallRun,
  startRun,
  until,
  untilDocument,
  workerOf,
} from '../testing/run-process.js';

// Interruptions as they happen: processes that are killed, signals, pipes whose reader goes.

const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-interrupted-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Until a file is begun that is to replace another. */
async function beginOfWrite(out: string): Promise<void> {
  for await (const { filename } of watch(out)) if (filename?.endsWith('.tmp')) return;
}

describe('kill -9', { timeout: 60_000 }, () => {
  const briefRounds = 3;
  interface Moment {
    readonly phase: string;
    readonly flagsOf: (out: string) => string[];
    readonly arrival: (out: string) => Promise<void>;
  }
  const unending = (out: string) => smallRun(out, endlessRounds);
  const moments: readonly Moment[] = [
    { phase: 'before the first round', flagsOf: unending, arrival: beginOf },
    {
      phase: 'while the document is written',
      flagsOf: unending,
      arrival: async (out) => {
        await firstRoundOf(out);
        await beginOfWrite(out);
      },
    },
    {
      phase: 'while reports are written',
      flagsOf: (out) => reportedRun(out, briefRounds),
      arrival: (out) => untilDocument(out, ({ finishedAtUtc }) => finishedAtUtc !== null),
    },
  ];
  it.each(moments)(
    '$phase leaves a document that --resume completes',
    async ({ phase, flagsOf, arrival }) => {
      const out = join(folder, phase.replaceAll(' ', '-'));
      const { child, end } = startRun(flagsOf(out));
      await arrival(out);
      process.kill(pidOf(child), 'SIGKILL');
      expect((await end).exitCode).toBeNull();
      const before = findDocument(out);

      const writesReports = flagsOf !== unending;
      let rounds = briefRounds;
      if (before === null) {
        // Killed in the first write of all: there is nothing to resume, and nothing in the way.
        expect((await resume(out)).exitCode).toBe(2);
        expect((await startRun(smallRun(out, rounds)).end).exitCode).toBe(0);
      } else {
        if (flagsOf === unending) rounds = shorten(out);
        expect(await resume(out, { writesReports })).toMatchObject({ exitCode: 0 });
      }
      const after = readDocument(out);
      expectContinued(before, after);
      expectComplete(after, rounds);
      const results = [resultFileName, 'result.reduced.json'];
      const reports = ['figures', 'report.html', 'report.md', 'summary.csv'];
      expect(readdirSync(out).toSorted()).toEqual(
        [...results, ...(writesReports ? reports : [])].toSorted(),
      );
    },
  );

  it.runIf(isLinux).each([
    ['SIGKILL', 0],
    ['SIGKILL', 7],
    ['SIGQUIT', 3],
  ] as const)('takes the measuring process with it in silence: %s %d', async (signal, waitMs) => {
    const out = join(folder, `orphan-${signal}-${waitMs}`);
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    const worker = workerOf(child);
    await sleep(waitMs);
    process.kill(pidOf(child), signal);
    // A dead process whose parent has not waited for it stays in the list with the state Z.
    await until(() => {
      const path = `/proc/${worker}/stat`;
      return !existsSync(path) || readFileSync(path, 'utf8').includes(') Z ');
    });
    // Both processes write to it.
    expect((await end).stderr).not.toMatch(/EPIPE|^ {4}at /m);
  });
});

describe('an interruption', { timeout: 60_000 }, () => {
  it('by SIGHUP keeps what was measured, for --resume', async () => {
    const out = join(folder, 'SIGHUP');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    process.kill(pidOf(child), 'SIGHUP');
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
    const markdown = renderMarkdown(analyze(after), [], 'figures');
    expect(markdown).toContain(`resumed ${after.resumedAtUtc[0]}`);
  });

  it.runIf(isLinux)('by a reader of stderr that goes keeps what was measured', async () => {
    const out = join(folder, 'closed-stderr');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    child.stderr?.destroy();
    // That is told on stderr at once, progress only after seconds.
    process.kill(workerOf(child), 'SIGKILL');
    expect((await end).exitCode).toBe(130);
    expectAllVisited(readDocument(out));
  });

  it('by a reader of stdout that goes takes nothing from the result', async () => {
    const out = join(folder, 'closed-stdout');
    const { child, end } = startRun(smallRun(out, 3));
    child.stdout?.destroy();
    expect((await end).exitCode).toBe(0);
    expectComplete(readDocument(out), 3);
  });
});
