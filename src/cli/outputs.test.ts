import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { writeDocument } from '../storage/store.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { cliPath, reportedRun, smallRun, startProcess } from '../testing/run-process.js';

// Where output goes as the shell and the flags name it: limits, full disks, devices and pipes.

const isUnix = process.platform !== 'win32';
const isLinux = process.platform === 'linux';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-outputs-'));
beforeAll(() => {
  writeDocument(join(folder, 'm.json'), fixtureDocument());
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A command line in bash, where `$SB` is the program and `m.json` a result. */
function shell(command: string) {
  const script = `SB="${process.execPath} ${cliPath}"; ${command}`;
  return spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder });
}

async function runWith(redirection: string, flags: readonly string[]) {
  const command = [process.execPath, cliPath, 'run', ...flags].join(' ');
  return await startProcess(['bash', '-c', `${command} ${redirection}`]).end;
}

describe('stdout', () => {
  it.runIf(isUnix)('that takes only a part of it is an error of one line', () => {
    const { status, stderr } = shell('ulimit -f 4; $SB export m.json --table samples > cut.csv');
    expect(stderr).toMatch(
      /^softmax-bench: cannot write to stdout: the largest size of a file is reached.*\n$/,
    );
    expect(status).toBe(1);
  });

  it.runIf(isLinux)(
    'that is full takes nothing from a run, and stderr nothing at all',
    async () => {
      const [out, other] = [join(folder, 'stdout'), join(folder, 'stderr')];
      const [fullStdout, fullStderr] = await Promise.all([
        runWith('> /dev/full', reportedRun(out, 2)),
        runWith('2> /dev/full', smallRun(other, 2)),
      ]);
      expect(fullStdout.exitCode).toBe(1);
      expect(fullStdout.stderr.trimEnd().split('\n').at(-1)).toMatch(
        /^softmax-bench: cannot write to stdout: no space left on the device; free some or redirect stdout to another file$/,
      );
      expect(readdirSync(out)).toContain('report.html');
      expect(readdirSync(out)).not.toContain('.run.lock');
      expect(fullStderr).toMatchObject({ exitCode: 0, stderr: '' });
      expect(fullStderr.stdout).toContain(`softmax-bench report ${other}`);
    },
  );
});

describe.runIf(isUnix)('-o', () => {
  it('- is stdout, for a page too', () => {
    const { status, stdout } = shell('$SB report m.json --format html -o - | head -c 15');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '<!doctype html>' });
    expect(readdirSync(folder)).not.toContain('-');
  });

  it('a pipe is written in place, also when its reader goes', () => {
    const { stdout, stderr } = shell(
      'mkfifo fifo; $SB export m.json -o plain; $SB export m.json -o fifo & cmp fifo plain; wait $!; ' +
        'echo $?; test -p fifo; echo $?; $SB export m.json --table samples -o >(head -c 5)',
    );
    expect({ stdout, stderr }).toEqual({ stdout: '0\n0\nrun_i', stderr: '' });
  });

  it('a device is refused where several files are written', () => {
    const { status, stderr } = shell('$SB report m.json --format markdown -o /dev/null');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'softmax-bench: --format markdown writes several files: expected a path on a disk with --out, got /dev/null\n',
    });
  });
});
