import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readDocument, resultFileName, writeDocument } from '../storage/store.js';
import { refusalOf } from '../testing/command-line.js';
import { expectComplete, resume } from '../testing/interrupted-run.js';
import { endlessRounds, firstRoundOf, pidOf, smallRun, startRun } from '../testing/run-process.js';

// A run into a folder that holds another one: under way, interrupted, finished, damaged or of another machine.

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-second-'));
const finished = join(folder, 'finished');
beforeAll(async () => {
  expect((await startRun(smallRun(finished, 2)).end).exitCode).toBe(0);
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of the finished run. */
function finishedRun(name: string): string {
  const out = join(folder, name);
  cpSync(finished, out, { recursive: true });
  return out;
}

describe('a second run', { timeout: 60_000 }, () => {
  it('into the same folder is refused, resumed or not, and the first goes on', async () => {
    const out = join(folder, 'shared');
    const { child, end } = startRun(smallRun(out, endlessRounds));
    await firstRoundOf(out);
    for (const flags of [smallRun(out, 3), ['--resume', out]]) {
      const { message, ...end } = await refusalOf(['run', ...flags]);
      expect(end).toEqual({ exitCode: 2, printed: '' });
      expect(message).toMatch(`is being written by another run (process ${pidOf(child)})`);
    }
    expect(child.exitCode).toBeNull();
    process.kill(pidOf(child), 'SIGINT');
    expect((await end).exitCode).toBe(130);
  });

  it('does not overwrite an interrupted one without --force', async () => {
    const interrupted = join(folder, 'shared');
    const before = readFileSync(join(interrupted, resultFileName));
    const { exitCode, message } = await refusalOf(['run', ...smallRun(interrupted, 2)]);
    expect(exitCode).toBe(2);
    expect(message).toContain(`holds an interrupted run; resume it with --resume ${interrupted}`);
    expect(readFileSync(join(interrupted, resultFileName))).toEqual(before);
    // Nor one that an editor saved.
    const marked = Buffer.concat([Buffer.from('\uFEFF'), before]);
    writeFileSync(join(interrupted, resultFileName), marked);
    expect((await refusalOf(['run', ...smallRun(interrupted, 2)])).exitCode).toBe(2);
    expect(readFileSync(join(interrupted, resultFileName))).toEqual(marked);
  });

  it('does not overwrite a finished one without --force', async () => {
    const out = finishedRun('overwritten');
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
  it.each(changes)('overwrites no result %s, not even with --force', async (kind, change) => {
    const out = join(folder, kind.replaceAll(' ', '-'));
    mkdirSync(out);
    const path = join(out, resultFileName);
    writeFileSync(path, readFileSync(join(folder, 'shared', resultFileName)));
    change(path);
    const before = statSync(path);
    const { message, ...end } = await refusalOf(['run', ...smallRun(out, 2), '--force']);
    expect(end).toEqual({ exitCode: 2, printed: '' });
    expect(message).toMatch(/^.*result\.json.*$/);
    expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });
});

describe('--resume', { timeout: 60_000 }, () => {
  it('refuses a run of another machine or another build, and says what differs', async () => {
    const out = finishedRun('elsewhere');
    const path = join(out, resultFileName);
    const document = { ...readDocument(out), finishedAtUtc: null };
    const { machine, tool } = document;
    writeDocument(path, { ...document, machine: { ...machine, cpuModel: 'another CPU' } });
    const elsewhere = await refusalOf(['run', '--resume', out]);
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.message).toMatch(/^cannot resume .*: cpuModel was "another CPU", is /);
    writeDocument(path, { ...document, tool: { ...tool, buildId: 'another' } });
    expect((await refusalOf(['run', '--resume', out])).message).toMatch(
      /: buildId was "another", is "[0-9a-f]+"; start a new run$/,
    );
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'another target',
      (text) => text.replaceAll('"target":"js"', '"target":"neon"').replaceAll('/js/', '/neon/'),
      /^softmax-bench: cannot resume .*: neon does not run here.*\n$/,
    ],
    [
      'a variant that was never compiled',
      (text) => text.replaceAll('"unroll":1', '"unroll":77'),
      /^softmax-bench: cannot resume .*: js has no kernels of the variants of \S+\n$/,
    ],
    [
      'an array of 16 GiB',
      (text) =>
        text
          .replaceAll('"columns":2000', '"columns":4294967296')
          .replaceAll('2000/', '4294967296/'),
      /^softmax-bench: the run takes [\d.]+ [GT]iB of memory, .*\n$/,
    ],
    [
      'more rounds than a budget has',
      (text) =>
        text.replace(/"rounds":\{[^}]*\}/, '"rounds":{"minimum":1,"maximum":9007199254740991}'),
      /^softmax-bench: cannot resume .*: plan\.config: rounds\.maximum: expected 1 to 1000000, .*\n$/,
    ],
  ])('refuses a plan that was edited: %s', async (name, edit, message) => {
    const out = finishedRun(`edited-${name.replaceAll(' ', '-')}`);
    const path = join(out, resultFileName);
    writeDocument(path, { ...readDocument(out), finishedAtUtc: null, outcomes: [] });
    const edited = edit(readFileSync(path, 'utf8'));
    writeFileSync(path, edited);
    const { exitCode, stdout, stderr } = await resume(out);
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(readFileSync(path, 'utf8')).toBe(edited);
  });

  it('of a finished run writes its reports again', async () => {
    const out = finishedRun('reported-again');
    const before = readDocument(out);
    // Either names the run: its folder or its result.
    const { exitCode, stderr } = await resume(join(out, resultFileName), { writesReports: true });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `${out} holds a finished run: nothing is left to measure\n`,
    });
    expect(readDocument(out)).toEqual(before);
    expect(existsSync(join(out, 'report.md'))).toBe(true);
  });
});
