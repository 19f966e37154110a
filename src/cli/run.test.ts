import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

import type { Analysis } from '../analysis/analysis.js';
import { pagesKinds } from '../model/vocabulary.js';
import { readDocument, resultFileName } from '../storage/store.js';
import { capturedProgram, refusalOf } from '../testing/command-line.js';
import { describeNative } from '../testing/describe-native.js';
import {
  cliPath,
  endlessRounds,
  firstRoundOf,
  pidOf,
  reportedRun,
  smallRun,
  startProcess,
  startRun,
} from '../testing/run-process.js';

/** What a run leaves in its folder. */
const runFiles = [
  ...['figures', 'report.html', 'report.md'],
  ...[resultFileName, 'result.reduced.json', 'summary.csv'],
];

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What `softmax-bench report` gives as JSON. */
async function reported(out: string, ...flags: readonly string[]): Promise<Analysis> {
  const { program, texts } = capturedProgram();
  await program.parseAsync(['report', out, '--format', 'json', ...flags], { from: 'user' });
  return JSON.parse(texts.join('')) as Analysis;
}

describe('run', { timeout: 60_000 }, () => {
  it('measures every cell, prints the table and leaves a valid document', async () => {
    const out = join(folder, 'whole');
    const flags = [...reportedRun(out, 3), '--processes', '2'];
    const { exitCode, stdout, stderr } = await startRun(flags).end;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(
        /^measuring 9 configurations with at most \S+ MiB of memory\n/m,
      ) as string,
    });
    expect(stdout).toContain('two-pass');
    expect(stdout).toMatch(/^[^\n]+, softmax, js, float32, 1 thread, cold output\nSHIP {2}/);
    const files = [join(out, 'report.html'), `all tables: softmax-bench report ${out}`];
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual(files);
    expect(readdirSync(out).toSorted()).toEqual(runFiles);

    const document = readDocument(out);
    expect(document.finishedAtUtc).not.toBeNull();
    expect(document.session?.backends.map(({ name }) => name)).toEqual(['js']);
    expect(document.session?.measuredPeakBytes).toBeGreaterThan(0);
    // The first round is that of the headline.
    expect(document.outcomes.length).toBeGreaterThan(0);
    for (const outcome of document.outcomes) {
      if (outcome.status !== 'measured') throw new Error(`${outcome.cell.id}: ${outcome.status}`);
      const sampleCount = 3 * document.plan.config.samplesPerRound;
      expect(outcome.durationsNs).toHaveLength(sampleCount);
      expect(outcome.noise.round).toHaveLength(3);
      expect(new Set(outcome.processes)).toEqual(new Set([0, 1]));
      const passCount = outcome.cell.variants.length;
      expect(outcome.passDurationsNs?.map((durations) => durations.length) ?? null).toEqual(
        passCount === 1 ? null : Array.from({ length: passCount }, () => sampleCount),
      );
    }
  });

  it('keeps what was measured on a Ctrl-C that comes twice, and says last how to resume', async () => {
    const out = join(folder, 'interrupted');
    const run = [process.execPath, cliPath, 'run', ...reportedRun(out, endlessRounds)];
    // Both streams in the order of a terminal.
    const { child, end } = startProcess(['sh', '-c', `exec '${run.join("' '")}' 2>&1`]);
    await firstRoundOf(out);
    // Ctrl-C reaches every process of the group, the worker too. Under npm it comes a second time.
    process.kill(-pidOf(child), 'SIGINT');
    await sleep(10);
    process.kill(pidOf(child), 'SIGTERM');
    const { exitCode, stdout } = await end;
    expect({ exitCode, stdout }).toEqual({
      exitCode: 130,
      stdout: expect.stringContaining(`interrupted; what was measured is in ${out}`) as string,
    });
    expect(stdout.trimEnd().split('\n').at(-1)).toContain(
      `resume with: softmax-bench run --resume ${out}`,
    );
    const document = readDocument(out);
    expect(document.finishedAtUtc).toBeNull();
    expect(document.outcomes.map(({ cell }) => cell)).toEqual(document.plan.cells);
    for (const outcome of document.outcomes) {
      expect(outcome).toMatchObject({ status: 'measured', stopReason: 'interrupted' });
    }
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('The run was interrupted');
    expect(readdirSync(out).toSorted()).toEqual(runFiles);
  });

  it('reports each study that was measured, with --quiet nothing on stderr, and answers --study', async () => {
    const out = join(folder, 'studies');
    const flags = [...reportedRun(out, 3), '--algorithms', 'core,log-softmax,copy'];
    const { exitCode, stdout, stderr } = await startRun([...flags, '--full', '--quiet']).end;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Machine\n/);
    const shown = runFiles.filter((file) => file !== 'result.reduced.json');
    for (const name of shown) expect(stdout).toContain(`\n${join(out, name)}\n`);
    const ofStudy = ['figures-log-softmax', 'report-log-softmax.html', 'report-log-softmax.md'];
    expect(readdirSync(out).toSorted()).toEqual([...runFiles, ...ofStudy].toSorted());
    for (const name of ofStudy) expect(stdout).toContain(`\n${join(out, name)}\n`);
    expect(stdout.match(/^Log-softmax in two passes: .+$/gm)).toHaveLength(1);
    const markdown = readFileSync(join(out, 'report-log-softmax.md'), 'utf8');
    expect(markdown).toContain('log-softmax-two-pass');
    expect(markdown).not.toContain('three-pass-recompute');

    const { study, speedups } = await reported(out, '--study', 'log-softmax');
    expect(study.id).toBe('log-softmax');
    expect(speedups.map(({ operation }) => operation)).toContain('log-softmax');
    expect(new Set(speedups.map(({ over }) => over))).toEqual(new Set(['log-softmax-three-pass']));
  });

  it('refuses a folder that cannot be made', async () => {
    const { exitCode, message } = await refusalOf(['run', ...smallRun(join(cliPath, 'x'), 1)]);
    expect(exitCode).toBe(2);
    expect(message).toContain(cliPath);
  });

  it.each([
    { flags: ['--bogus'], problem: '--bogus' },
    {
      flags: ['--llc', '64Ki', '--targets', 'js', '--algorithms', 'libc-memcpy'],
      problem: 'nothing to measure',
    },
  ])('answers $flags with one line and exit code 2', async ({ flags, problem }) => {
    const { exitCode, stdout, stderr } = await startRun(flags).end;
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    const [line, ...hint] = stderr.trimEnd().split('\n');
    expect(line).toContain(problem);
    // Commander adds one line that tells where to look.
    expect(hint.length).toBeLessThanOrEqual(1);
    expect(stderr).not.toContain('    at ');
  });
});

describeNative('run --pages', () => {
  it('measures each kind in one run, and says what the system gave', async () => {
    const out = join(folder, 'pages');
    const what = ['--targets', 'scalar,js', '--algorithms', 'core,copy', '--sizes', '1Mi'];
    const run = [...smallRun(out, 2), ...what, '--pages', pagesKinds.join()];
    const { exitCode, stderr } = await startRun(run).end;
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { session, plan, outcomes } = readDocument(out);
    const native = session?.backends.find(({ name }) => name === 'native');
    const measured = plan.cells.filter(({ target }) => target === 'scalar');
    const kinds = pagesKinds.filter((kind) => measured.some(({ pages }) => pages === kind));
    expect(kinds).toContain('default');
    expect(native?.workspaces.map(({ pages }) => pages)).toEqual(kinds);
    for (const { pages, pageSizeBytes, hugePageBytes } of native?.workspaces ?? []) {
      if (pages === 'hugetlb') expect(pageSizeBytes).toBe(2 ** 21);
      else expect(hugePageBytes === null || hugePageBytes > 0).toBe(pages === 'huge');
    }
    // What cannot be measured is named with its reason.
    for (const kind of pagesKinds) {
      const skipped = outcomes.filter(
        ({ status, cell }) => status === 'skipped' && cell.pages === kind,
      );
      expect(skipped.some(({ cell }) => cell.target === 'scalar')).toBe(!kinds.includes(kind));
      expect(skipped.some(({ cell }) => cell.target === 'js')).toBe(kind !== 'default');
    }
    const last = kinds.at(-1)!;
    const { subject, cells } = await reported(out, '--pages', last, '--target', 'scalar');
    expect(subject).toMatchObject({ target: 'scalar', pages: last });
    expect(new Set(cells.map(({ pages }) => pages))).toEqual(new Set(kinds));
  });
});
