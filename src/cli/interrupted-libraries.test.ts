import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { isOwn } from '../model/cell.js';
import type { ResultDocument } from '../model/result.js';
import { readDocument } from '../storage/store.js';
import { expectContinued, resume } from '../testing/interrupted-run.js';
import { pidOf, startRun, untilDocument } from '../testing/run-process.js';

const python = '/usr/bin/python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-interrupted-libraries-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Rounds of the cells of libraries. */
function libraryRounds({ outcomes }: ResultDocument): readonly number[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'measured' && !isOwn(outcome.cell) ? new Set(outcome.rounds).size : [],
  );
}

describe.runIf(hasNumpy)('an interrupted run with libraries', { timeout: 60_000 }, () => {
  it('goes on with them where it was', async () => {
    const extent = ['--sizes', '1000000', '--llc', '256Ki', '--targets', 'js', '--threads', '1'];
    const rounds = ['--rounds', '9', '--processes', '3', '--budget', '20', '--precision', '0.01'];
    const only = ['--algorithms', 'core', '--cache-states', 'cold-output', '--no-reports'];
    const libraries = ['--libraries', 'numpy', '--python', python];
    const out = join(folder, 'out');
    const { child, end } = startRun([...extent, ...rounds, ...only, ...libraries, '--out', out]);
    await untilDocument(out, (document) => libraryRounds(document).some((count) => count >= 2));
    process.kill(pidOf(child), 'SIGINT');
    expect((await end).exitCode).toBe(130);
    const before = readDocument(out);
    expect(before.finishedAtUtc).toBeNull();

    expect(await resume(out)).toMatchObject({ exitCode: 0 });
    const after = readDocument(out);
    expect(after.finishedAtUtc).not.toBeNull();
    expectContinued(before, after);
    expect(libraryRounds(after).length).toBeGreaterThan(0);
    for (const [index, count] of libraryRounds(after).entries()) {
      expect(count).toBeGreaterThan(libraryRounds(before)[index] ?? 0);
    }
  });
});
