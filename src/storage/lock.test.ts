import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockFileName, lockFolder } from './lock.js';
import { temporaryPathFor } from './temporary-path.js';
import { thisWriter, type Writer } from './writer.js';

const isLinux = process.platform === 'linux';
const builtLock = new URL('../../dist/src/storage/lock.js', import.meta.url).href;

describe('the lock of a folder', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-lock-'));
    path = join(folder, lockFileName);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The lock of this process, but for what is given. */
  const lockOf = (other: Partial<Writer>): string => {
    const { pid, startTime, machine, boot, namespace } = { ...thisWriter(), ...other };
    return `${[pid, startTime, machine, boot, namespace, '0123'].join(' ')}\n`;
  };

  /** The number of a process that has ended. */
  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  it('is refused to a second run until the first gives it free', () => {
    const free = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      `${folder} is being written by another run (process ${process.pid}); wait for it`,
    );
    free();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder)();
  });

  it('is taken over from a process that is gone', () => {
    writeFileSync(path, lockOf({ pid: deadPid() }));
    lockFolder(folder);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it.runIf(isLinux)('is taken over from a process whose number another one has now', () => {
    writeFileSync(path, lockOf({ startTime: '1' }));
    lockFolder(folder)();
    expect(existsSync(path)).toBe(false);
  });

  it.runIf(isLinux)(
    'is taken over from a process that was killed and that its parent does not ask for',
    async () => {
      const script =
        "const child = require('child_process').spawn('true');" +
        'process.stdout.write(String(child.pid));' +
        'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);';
      const parent = spawn(process.execPath, ['-e', script]);
      const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = chunk.toString();
      while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(10);
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      writeFileSync(path, lockOf({ pid: Number(pid), startTime: stat.split(' ')[21] ?? '' }));
      lockFolder(folder)();
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    },
  );

  it('is not taken over from another machine or container, whose processes cannot be seen', () => {
    const elsewhere = [
      { machine: 'other' },
      { namespace: 'pid:[1]' },
      { boot: 'b', namespace: '-' },
    ];
    for (const other of elsewhere) {
      writeFileSync(path, lockOf({ pid: deadPid(), ...other }));
      expect(() => lockFolder(folder)).toThrow(
        /is being written by another run \(process \d+, in another container or on another machine\); wait .* or delete .*\.run\.lock if there is no such run$/,
      );
    }
  });

  it.runIf(isLinux)(
    'is refused to this process while one in a container has it',
    async (context) => {
      const script = `
      import { lockFolder } from ${JSON.stringify(builtLock)};
      lockFolder(${JSON.stringify(folder)});
      console.log('got');
      process.stdin.resume();`;
      const namespace = ['--pid', '--fork', '--mount-proc', '--kill-child'];
      const node = [process.execPath, '--input-type=module', '-e', script];
      const container = spawn('unshare', [...namespace, ...node]);
      const first = await Promise.race([once(container.stdout, 'data'), once(container, 'close')]);
      context.skip(typeof first[0] === 'number', 'may make no namespaces here');
      expect(() => lockFolder(folder)).toThrow('(process 1, in another container or on another');
      container.kill('SIGKILL');
      await once(container, 'close');
      expect(() => lockFolder(folder)).toThrow('in another container');
    },
  );

  it('is taken over after a restart of the machine', () => {
    const namespace = 'pid:[4026531836]';
    writeFileSync(path, lockOf({ namespace, boot: 'earlier' }));
    const isOutside = thisWriter().namespace === namespace;
    if (isOutside) lockFolder(folder)();
    else expect(() => lockFolder(folder)).toThrow('in another container');
  });

  it.runIf(process.platform !== 'win32').each(['folder', 'link', 'pipe'])(
    'is refused where it is a %s',
    (kind) => {
      if (kind === 'folder') mkdirSync(path);
      else if (kind === 'link') symlinkSync('nowhere', path);
      else expect(spawnSync('mkfifo', [path]).status).toBe(0);
      expect(() => lockFolder(folder)).toThrow(`${path} is no regular file: remove it`);
    },
  );

  it.each(['', 'x', '-1 5\n', '12 5'])(
    'is taken over when it was cut short or damaged: %j',
    (text) => {
      writeFileSync(path, text);
      lockFolder(folder)();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('removes what killed runs left, and nothing else', async () => {
    const living = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    const own = basename(temporaryPathFor(path));
    const named = (pid: number, place = own.split('-')[2]): string =>
      `.softmax-bench-${place}-${pid}-00112233aabb.tmp`;
    const left = [named(deadPid()), named(deadPid(), '0123456789ab')];
    const foreign = ['.thesis.4194303.tmp', '.thesis.4194303.0badcafe.tmp', 'notes.txt'];
    const kept = [...foreign, named(living.pid ?? 0), named(1, '0123456789ab')];
    for (const name of [...left, ...kept]) writeFileSync(join(folder, name), '');
    // Two days old, of another machine.
    utimesSync(join(folder, left[1]!), 0, Date.now() / 1000 - 2 * 24 * 3600);
    lockFolder(folder)();
    expect(readdirSync(folder).toSorted()).toEqual(kept.toSorted());
    living.kill();
    await once(living, 'exit');
  });

  it('goes to one of many that find the same stale lock at once', async () => {
    writeFileSync(path, lockOf({ pid: deadPid() }));
    // Whoever gets it keeps it until all have answered, however long they take to start.
    const script = `
      import { lockFolder } from ${JSON.stringify(builtLock)};
      try { lockFolder(${JSON.stringify(folder)}); console.log('got'); } catch { console.log('refused'); }
      process.stdin.resume();`;
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script]),
    );
    const answers = await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    await Promise.all(
      children.map(async (child) => {
        child.stdin.end();
        await once(child, 'close');
      }),
    );
    const outcomes = answers.map(([chunk]) => String(chunk).trim());
    expect(outcomes.filter((outcome) => outcome === 'got')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5);
  });
});
