import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { readDocument } from '../storage/store.js';
import { expectAllVisited } from '../testing/interrupted-run.js';
import {
  cliPath,
  endlessRounds,
  firstRoundOf,
  pidOf,
  reportedRun,
  smallRun,
  startProcess,
  startRun,
  until,
  workerOf,
} from '../testing/run-process.js';

// Measuring processes that die or do not start.

const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-lost-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a measuring process', { timeout: 60_000 }, () => {
  it.runIf(isLinux)('that a signal ends takes at most one visit with it', async () => {
    const out = join(folder, 'killed');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    const worker = workerOf(child);
    process.kill(worker, 'SIGSEGV');
    await until(() => ![worker, 0].includes(workerOf(child)));
    process.kill(pidOf(child), 'SIGINT');
    const { stderr } = await end;
    expect(stderr).toMatch(
      /^warning: (\S+: )?the measuring process was killed by SIGSEGV.*; (one visit is lost, measuring goes on|its last visits are made again, one by one)$/m,
    );
    expect(stderr).not.toContain('failed: ');
    expectAllVisited(readDocument(out));
    expect(readDocument(out).outcomes.every(({ status }) => status === 'measured')).toBe(true);
  });

  it.runIf(isLinux)('that cannot be replaced, as Node is gone, leaves reports', async () => {
    const out = join(folder, 'node-gone');
    const node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    const { child, end } = startProcess([node, cliPath, 'run', ...reportedRun(out, endlessRounds)]);
    await firstRoundOf(out);
    rmSync(node);
    process.kill(workerOf(child), 'SIGKILL');
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      `cannot start a measuring process: the measuring process did not start: ${node} is not there any more; ` +
        `what was measured is in ${join(out, 'result.json')}; resume with: softmax-bench run --resume ${out}`,
    );
    expect(readdirSync(out)).toContain('report.html');
    expect(readdirSync(out)).not.toContain('.run.lock');
    expect(readDocument(out).finishedAtUtc).toBeNull();
  });
});
