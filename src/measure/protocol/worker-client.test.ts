import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../../errors.js';
import { cellOf } from '../../testing/cell-of.js';
import type { VisitRequest } from './messages.js';
import { forkWorker, WorkerDeath } from './worker-client.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A worker that does `onVisit` when visited, with `reply` at hand. */
function workerThat(name: string, onVisit: string) {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `const reply = (message) => process.send(message);
     process.on('message', (request) => {
       if (request.kind === 'load') reply({ kind: 'loaded', residentBytes: 12 });
       if (request.kind === 'close') reply({ kind: 'closed', peakBytes: 34 });
       if (request.kind === 'visit') { ${onVisit} }
     });`,
  );
  return forkWorker(path);
}

const visit: VisitRequest = {
  cell: cellOf('copy', 4),
  round: 0,
  batchCount: null,
  isFirstOfProcess: true,
  sampleCount: 1,
  perPass: false,
};

describe('forkWorker', () => {
  it('carries requests and replies, and lets the worker end', async () => {
    const worker = workerThat(
      'echo',
      `reply({ kind: 'visited', result: { status: 'failed', message: request.visit.cell.id } })`,
    );
    expect(await worker.load()).toBe(12);
    expect(await worker.visit(visit, 10_000)).toEqual({ status: 'failed', message: visit.cell.id });
    expect(await worker.close()).toBe(34);
    await expect(worker.load()).rejects.toThrow(WorkerDeath);
  });

  it('names the signal that killed the worker', async () => {
    const worker = workerThat('crash', `process.kill(process.pid, 'SIGSEGV')`);
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(
      new WorkerDeath('the measuring process was killed by SIGSEGV'),
    );
  });

  it('names the exit code', async () => {
    const worker = workerThat('exit', 'process.exit(3)');
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(
      new WorkerDeath('the measuring process exited with code 3'),
    );
  });

  it('kills a worker that is stuck', async () => {
    const worker = workerThat('stuck', 'for (;;);');
    await worker.load();
    await expect(worker.visit(visit, 50)).rejects.toThrow(
      /^the measuring process gave no answer within 0\.05 s$/,
    );
  });

  it('says when there was no memory, or the process did not start', async () => {
    const killed = workerThat('killed', `process.kill(process.pid, 'SIGKILL')`);
    await expect(killed.visit(visit, 10_000)).rejects.toThrow(
      'the measuring process was killed by SIGKILL, perhaps because memory ran out',
    );
    const execPath = process.execPath;
    try {
      process.execPath = join(folder, 'no-such-node');
      await expect(workerThat('none', '').load()).rejects.toThrow(
        /^the measuring process did not start: spawn .*ENOENT$/,
      );
    } finally {
      process.execPath = execPath;
    }
  });

  it('distinguishes a refusal from a crash', async () => {
    const worker = workerThat('refusal', `reply({ kind: 'refused', message: 'no memory' })`);
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(SoftmaxBenchError);
    worker.kill();
  });
});
