import { describe, expect, it, vi } from 'vitest';

import { fixtureMachine } from '../testing/fixture-document.js';
import { probeCaches, type ProbeOptions, type ProbingWorker } from './probe-caches.js';

const never = new AbortController().signal;

function options(worker: Partial<ProbingWorker>, change: Partial<ProbeOptions> = {}): ProbeOptions {
  return {
    machine: fixtureMachine,
    target: 'scalar',
    pages: 'default',
    availableMemoryBytes: 2 ** 30,
    forkWorker: () => ({
      load: () => Promise.resolve(0),
      probe: () => Promise.reject(new Error('not a part of this test')),
      kill: () => Promise.resolve(),
      ...worker,
    }),
    nowMs: () => performance.now(),
    signal: never,
    ...change,
  };
}

/** A worker that answers nothing until it is killed. */
function hangingWorker(): Partial<ProbingWorker> {
  let die: (error: Error) => void = () => undefined;
  return {
    probe: () => new Promise((_, reject) => (die = reject)),
    kill: () => {
      die(new Error('the measuring process was killed'));
      return Promise.resolve();
    },
  };
}

describe('probeCaches', () => {
  it('takes no error of the worker for one of the run', async () => {
    const failing = { probe: () => Promise.reject(new Error('the measuring process died')) };
    expect(await probeCaches(options(failing))).toMatchObject({
      conclusion: 'not seen',
      explanation: 'The probe failed: the measuring process died.',
    });
  });

  it('kills a worker that gives no answer in time, and says so', async () => {
    vi.useFakeTimers();
    const probing = probeCaches(options(hangingWorker()));
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect((await probing).explanation).toBe('The probe failed: no answer within 3 s.');
  });

  it('lets the worker be gone before it ends', async () => {
    let isGone = false;
    const kill = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isGone = true;
    };
    await probeCaches(options({ kill }));
    expect(isGone).toBe(true);
  });

  it('ends at once when the run is aborted', async () => {
    const controller = new AbortController();
    const probing = probeCaches(options(hangingWorker(), { signal: controller.signal }));
    await Promise.resolve();
    controller.abort();
    expect((await probing).conclusion).toBe('not seen');
  });

  it('does not probe with js, and says why', async () => {
    expect(await probeCaches(options({}, { target: null }))).toMatchObject({
      target: null,
      seconds: 0,
      explanation: expect.stringContaining('too slow') as string,
    });
  });
});
