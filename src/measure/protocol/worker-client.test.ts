import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../../errors.js';
import { cellOf } from '../../testing/cell-of.js';
import { isReplyTo } from './check-reply.js';
import type { VisitRequest } from './messages.js';
import type { VisitResult } from './visit-result.js';
import { forkWorker, WorkerDeath } from './worker-client.js';

const builtClient = new URL('../../../dist/src/measure/protocol/worker-client.js', import.meta.url)
  .href;
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A worker that does `onVisit` when visited, with `reply` at hand. */
function workerThat(name: string, onVisit: string) {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `process.on('message', (request) => {
       const reply = (message) => process.send({ ...message, id: request.id });
       if (request.kind === 'load') reply({ kind: 'loaded', residentBytes: 12 });
       if (request.kind === 'close') reply({ kind: 'closed', peakBytes: 34 });
       if (request.kind === 'visit') { ${onVisit} }
     });`,
  );
  return forkWorker({ modulePath: path, startTimeoutMs: 5000 });
}

const visit: VisitRequest = {
  cell: cellOf('copy', 4),
  round: 0,
  batchCount: null,
  isFirstOfProcess: true,
  sampleCount: 1,
  perPass: false,
};

const sampled: VisitResult = {
  status: 'sampled',
  batchCount: 3,
  verification: {
    maxUlpError: 1,
    maxRelativeError: 0,
    sumError: 0,
    zeroOutputShare: 0,
    comparedElementCount: 4,
  },
  samples: { durationsNs: [10], passDurationsNs: null, threadDurationsNs: null },
  noise: {
    round: 0,
    wallNs: 1,
    sampledNs: null,
    stealNs: null,
    involuntaryContextSwitches: null,
    minorPageFaults: null,
    majorPageFaults: null,
    otherBusyNs: null,
    clockHz: null,
    frequencyHz: null,
    temperatureCelsius: null,
  },
};

describe('forkWorker', () => {
  it('carries requests and replies, and lets the worker end', async () => {
    const worker = workerThat(
      'echo',
      `reply({ kind: 'visited', results: request.visits.map(({ cell }) => ({ status: 'failed', message: cell.id })) })`,
    );
    expect(await worker.load()).toBe(12);
    const failed = { status: 'failed', message: visit.cell.id };
    expect(await worker.visit([visit, visit], 10_000)).toEqual([failed, failed]);
    expect(await worker.close()).toBe(34);
    await expect(worker.load()).rejects.toThrow(WorkerDeath);
  });

  it('names the signal that killed the worker', async () => {
    const worker = workerThat('crash', `process.kill(process.pid, 'SIGSEGV')`);
    await expect(worker.visit([visit], 10_000)).rejects.toThrow(
      new WorkerDeath('the measuring process was killed by SIGSEGV'),
    );
  });

  it('names the exit code', async () => {
    const worker = workerThat('exit', 'process.exit(3)');
    await expect(worker.visit([visit], 10_000)).rejects.toThrow(
      new WorkerDeath('the measuring process exited with code 3'),
    );
  });

  it('kills a worker that is stuck', async () => {
    const worker = workerThat('stuck', 'for (;;);');
    await worker.load();
    await expect(worker.visit([visit], 50)).rejects.toThrow(
      /^the measuring process gave no answer within 0\.05 s$/,
    );
  });

  it('kills a worker that never starts, opens or closes', async () => {
    const path = join(folder, 'mute.mjs');
    writeFileSync(path, `process.on('message', () => undefined)`);
    const mute = () => forkWorker({ modulePath: path, startTimeoutMs: 300 });
    const open = { regions: [], input: { kind: 'normal' } as never, seed: 1 };
    await Promise.all(
      [
        mute().load(),
        mute().open({ ...open, externals: [], opensLibraries: false, lastLevelCacheBytes: 1 }),
        mute().close(),
      ].map(async (answer) => {
        await expect(answer).rejects.toThrow(/gave no answer within 0\.3 s$/);
      }),
    );
  });

  it.runIf(process.platform !== 'win32')('waits for a worker while both stand still', async () => {
    // A process that stops its group, as a terminal does, and continues it after its limit.
    const script = join(folder, 'stopped.mjs');
    const echo = join(folder, 'slow.mjs');
    writeFileSync(
      echo,
      `process.on('message', ({ kind, id }) => setTimeout(() => process.send({ kind: kind + 'ed', id, residentBytes: 12 }), 200));`,
    );
    writeFileSync(
      script,
      `import { forkWorker } from ${JSON.stringify(builtClient)};
       const worker = forkWorker({ modulePath: ${JSON.stringify(echo)}, startTimeoutMs: 3000 });
       const answer = worker.load();
       console.log('asked');
       try { console.log(await answer); } catch (error) { console.log(error.message); }
       worker.kill();`,
    );
    const child = spawn(process.execPath, [script], { detached: true });
    await once(child.stdout, 'data');
    process.kill(-child.pid!, 'SIGSTOP');
    await sleep(3300);
    process.kill(-child.pid!, 'SIGCONT');
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('12\n');
  });

  it('says when there was no memory, or the process did not start', async () => {
    const killed = workerThat('killed', `process.kill(process.pid, 'SIGKILL')`);
    await expect(killed.visit([visit], 10_000)).rejects.toThrow(
      'the measuring process was killed by SIGKILL, perhaps because memory ran out',
    );
    const execPath = process.execPath;
    try {
      process.execPath = join(folder, 'no-such-node');
      await expect(workerThat('none', '').load()).rejects.toThrow(
        /^the measuring process did not start: .*no-such-node is not there any more$/,
      );
    } finally {
      process.execPath = execPath;
    }
  });

  it('ends a worker that answers wrongly', async () => {
    const worker = workerThat('wrong', `reply({ kind: 'closed', peakBytes: 1 })`);
    await expect(worker.visit([visit], 10_000)).rejects.toThrow(
      new WorkerDeath('the measuring process answered "visit" wrongly', 'outside'),
    );
  });

  it('distinguishes right answers from wrong ones', () => {
    const { samples, noise } = sampled;
    const withDurations = (durationsNs: readonly unknown[]) => ({
      ...sampled,
      samples: { ...samples, durationsNs },
    });
    const isRight = (result: unknown): boolean =>
      isReplyTo({ kind: 'visit', visits: [visit] }, { kind: 'visited', id: 1, results: [result] });
    expect(isRight(sampled)).toBe(true);
    expect(isRight({ status: 'failed', message: 'wrong output' })).toBe(true);
    expect(isReplyTo({ kind: 'load' }, { kind: 'refused', message: 'no memory' })).toBe(true);
    const twice = { kind: 'visit', visits: [visit, visit] } as const;
    expect(isReplyTo(twice, { kind: 'visited', id: 1, results: [sampled] })).toBe(false);
    const wrong = [
      ...[undefined, null, 7, { status: 'sampled' }, { ...sampled, batchCount: 0 }],
      ...[[NaN], [0], [-1], ['1'], [], [1, 2], [Infinity]].map(withDurations),
      ...[
        { ...sampled, noise: { ...noise, round: 7 } },
        { ...sampled, verification: null },
        { ...sampled, noise: { ...noise, wallNs: NaN } },
      ],
    ];
    for (const result of wrong) expect([result, isRight(result)]).toEqual([result, false]);
    expect(isReplyTo({ kind: 'load' }, { kind: 'loaded', residentBytes: '1' })).toBe(false);
  });

  it('takes an answer that comes twice for one', async () => {
    const worker = workerThat(
      'twice',
      `const sampled = ${JSON.stringify(sampled)};
       const results = request.visits.map(({ round }) => ({ ...sampled, noise: { ...sampled.noise, round } }));
       reply({ kind: 'visited', results }); reply({ kind: 'visited', results });`,
    );
    expect(await worker.visit([visit], 10_000)).toEqual([sampled]);
    const noise = { ...sampled.noise, round: 1 };
    expect(await worker.visit([{ ...visit, round: 1 }], 10_000)).toEqual([{ ...sampled, noise }]);
    await worker.kill();
  });

  it('distinguishes a refusal from a crash', async () => {
    const worker = workerThat('refusal', `reply({ kind: 'refused', message: 'no memory' })`);
    await expect(worker.visit([visit], 10_000)).rejects.toThrow(SoftmaxBenchError);
    await worker.kill();
  });
});
