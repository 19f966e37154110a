import { messageOf } from '../errors.js';
import { activeTimeout } from '../machine/active-clock.js';
import type { CacheProbe, Machine } from '../model/machine.js';
import type { Pages, Target } from '../model/vocabulary.js';
import { concludeProbe, expectationOf, probeWithout } from './conclude.js';
import type { ProbeMeasurement, ProbeRequest } from './probe-request.js';

/** A probe takes no longer, from the start of its process on. */
const limitMs = 3000;

/** Of that, for what the measurement forecasts too short and for freeing the memory. */
const spareMs = 500;

/** The share of the available memory that a probe may allocate. */
const memoryShare = 0.4;

/** What a probe asks of a measuring process; see `measure/protocol/worker-client.ts`. */
export interface ProbingWorker {
  load(): Promise<number>;
  probe(request: ProbeRequest): Promise<ProbeMeasurement>;
  /** It is gone when it resolves. */
  kill(): Promise<void>;
}

export interface ProbeOptions {
  readonly machine: Machine;
  /** Null where only kernels in TypeScript run, which are too slow to show a cache. */
  readonly target: Target | null;
  readonly pages: Pages;
  readonly availableMemoryBytes: number;
  readonly forkWorker: () => ProbingWorker;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  /** Kills the worker at once when aborted. */
  readonly signal: AbortSignal;
}

/**
 * Probes the caches in a worker process of its own. It fails without an error: a process that dies or gives no
 * answer in time is a probe that saw nothing.
 */
export async function probeCaches(options: ProbeOptions): Promise<CacheProbe> {
  const { machine, target, nowMs, signal } = options;
  if (target === null) {
    const reason = 'Only kernels in TypeScript run here, which are too slow to show a cache.';
    return probeWithout(reason, { target, seconds: 0 });
  }
  const startMs = nowMs();
  const seconds = (): number => Math.round(nowMs() - startMs) / 1000;
  let worker: ProbingWorker | null = null;
  let isLate = false as boolean;
  const kill = (): void => void worker?.kill();
  signal.addEventListener('abort', kill);
  const cancel = activeTimeout(() => {
    isLate = true;
    kill();
  }, limitMs);
  try {
    worker = options.forkWorker();
    await worker.load();
    const expectation = expectationOf(machine);
    const measurement = await worker.probe({
      target,
      pages: options.pages,
      expectation,
      memoryLimitBytes: memoryShare * options.availableMemoryBytes,
      budgetMs: limitMs - spareMs - (nowMs() - startMs),
    });
    return concludeProbe(measurement, expectation, { target, seconds: seconds() });
  } catch (error) {
    const reason = isLate ? `no answer within ${limitMs / 1000} s` : messageOf(error);
    return probeWithout(`The probe failed: ${reason}.`, { target, seconds: seconds() });
  } finally {
    cancel();
    signal.removeEventListener('abort', kill);
    // Of a process that is gone the system counts the time as that of this one, not of other programs.
    await worker?.kill();
  }
}
