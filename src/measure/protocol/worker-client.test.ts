import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../../errors.js';
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
  cell: {
    id: 'copy/js/4/warm/t1',
    algorithm: 'copy',
    target: 'js',
    elementCount: 4,
    cacheState: 'warm',
    threadCount: 1,
    variants: [],
  },
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
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(new WorkerDeath('killed by SIGSEGV'));
  });

  it('names the exit code', async () => {
    const worker = workerThat('exit', 'process.exit(3)');
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(
      new WorkerDeath('exited with code 3'),
    );
  });

  it('kills a worker that is stuck', async () => {
    const worker = workerThat('stuck', 'for (;;);');
    await worker.load();
    await expect(worker.visit(visit, 50)).rejects.toThrow(/^no answer within 0\.05 s/);
  });

  it('tells a refusal from a crash', async () => {
    const worker = workerThat('refusal', `reply({ kind: 'refused', message: 'no memory' })`);
    await expect(worker.visit(visit, 10_000)).rejects.toThrow(SoftmaxBenchError);
    worker.kill();
  });
});
