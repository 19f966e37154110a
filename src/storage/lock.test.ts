import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockFileName, lockFolder } from './lock.js';

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
    writeFileSync(path, `${deadPid()} 12345\n`);
    lockFolder(folder);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it.runIf(process.platform === 'linux')(
    'is taken over from a process whose number another one has now',
    () => {
      writeFileSync(path, `${process.pid} 1\n`);
      lockFolder(folder)();
    },
  );

  it.runIf(process.platform === 'linux')(
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
      writeFileSync(path, `${pid} ${stat.split(' ')[21]}\n`);
      lockFolder(folder)();
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    },
  );

  it.each(['', 'x', '-1 5\n'])('is taken over when it was cut short or damaged: %j', (text) => {
    writeFileSync(path, text);
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes what killed runs left, and nothing that a living process writes', async () => {
    const living = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    writeFileSync(join(folder, `.result.json.${deadPid()}.00112233.tmp`), '{"schema');
    writeFileSync(join(folder, `.report.md.${living.pid}.44556677.tmp`), '# So');
    writeFileSync(join(folder, 'notes.txt'), '');
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([`.report.md.${living.pid}.44556677.tmp`, 'notes.txt']);
    living.kill();
    await once(living, 'exit');
  });

  it('goes to one of many that find the same stale lock at once', async () => {
    writeFileSync(path, `${deadPid()} 1\n`);
    // Whoever gets it keeps it until all have answered, however long they take to start.
    const script = `
      import { lockFolder } from ${JSON.stringify(new URL('../../dist/src/storage/lock.js', import.meta.url).href)};
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
