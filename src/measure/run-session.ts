import type { FoundExternal } from '../backends/external/external.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { readText } from '../machine/host.js';
import { processLimitOf, processLimitText } from '../machine/process-limit.js';
import type { Standstill } from '../machine/active-clock.js';
import type { CellOutcome } from '../model/outcome.js';
import type { RunPlan } from '../model/plan.js';
import type { BackendSession } from '../model/session.js';
import type { MachineSpeeds } from '../plan/expected-cost.js';
import type { RegionRequest } from '../plan/regions.js';
import type { StartedWorker } from './cell-visits.js';
import { externalBytes } from './external-memory.js';
import { announcedPeakBytes } from './memory-announcement.js';
import { WorkerDeath, type WorkerClient } from './protocol/worker-client.js';
import { runRounds, type RoundsEvents } from './rounds.js';
import { peakResidentBytes } from './worker/peak-memory.js';

/** Threads of a measuring process while it loads its backends. */
const measuringThreadCount = 16;

/** What a session reports while it runs. */
export interface SessionEvents extends RoundsEvents {
  /** Once, before the buffers are allocated: the most memory that all processes will hold, in bytes. */
  announced(peakBytes: number): void;
  /** The buffers are open, in each process. */
  opened(backends: readonly BackendSession[]): void;
}

export interface SessionOptions {
  readonly plan: RunPlan;
  /** What an interrupted run of the plan has measured, to resume from; empty for a new run. */
  readonly previous: readonly CellOutcome[];
  readonly regions: readonly RegionRequest[];
  readonly lastLevelCacheBytes: number;
  /** Those of the plan, where they are. */
  readonly externals: readonly FoundExternal[];
  readonly speeds: MachineSpeeds;
  /** What finding libraries took. */
  readonly librarySearchSeconds: number;
  readonly forkWorker: () => WorkerClient;
  /** Any monotonic clock, in milliseconds, and how the computer stood still so far. */
  readonly nowMs: () => number;
  readonly standstill: () => Standstill;
  /** Kills the worker at once when aborted. */
  readonly signal: AbortSignal;
  readonly events: SessionEvents;
}

export interface SessionEnd {
  /** One entry a cell of the plan that was visited, in the plan's order. */
  readonly outcomes: readonly CellOutcome[];
  /** Most memory that parent and worker held, in bytes; null when the session was interrupted. */
  readonly measuredPeakBytes: number | null;
  /** Why it could not go on, to be resumed; null when it went to its end or was interrupted. */
  readonly problem: string | null;
}

/**
 * Measures a plan in worker processes, one at a time, which are replaced when they crash and gone afterwards.
 * @throws SoftmaxBenchError when the worker cannot have its memory.
 */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { plan, previous, nowMs, standstill, signal, events } = options;
  let worker: WorkerClient | null = null;
  const kill = (): void => void worker?.kill();
  signal.addEventListener('abort', kill);
  try {
    const startWorker = async (opensLibraries: boolean): Promise<StartedWorker> => {
      const isFirst = worker === null;
      worker = fork(options);
      if (signal.aborted) void worker.kill();
      const librarySeconds = await openWorker(worker, options, isFirst, opensLibraries);
      return { worker, librarySeconds };
    };
    const workerPeaksBytes: number[] = [];
    const endWorker = async (ending: WorkerClient): Promise<void> => {
      const peakBytes = await closeWorker(ending);
      if (peakBytes !== null) workerPeaksBytes.push(peakBytes);
    };
    const { lastLevelCacheBytes, speeds, librarySearchSeconds } = options;
    const { outcomes, isInterrupted, problem } = await runRounds({
      plan,
      previous,
      lastLevelCacheBytes,
      speeds,
      librarySearchSeconds,
      startWorker,
      endWorker,
      nowMs,
      standstill,
      signal,
      events,
    });
    const measuredPeakBytes =
      isInterrupted || workerPeaksBytes.length === 0
        ? null
        : Math.max(...workerPeaksBytes) + peakResidentBytes();
    return { outcomes, measuredPeakBytes, problem };
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function fork({ forkWorker }: SessionOptions): WorkerClient {
  try {
    return forkWorker();
  } catch (error) {
    throw error instanceof WorkerDeath ? cannotStart(error) : error;
  }
}

/** The worker's peak; null when it died, which takes nothing from what was measured. */
async function closeWorker(worker: WorkerClient): Promise<number | null> {
  try {
    return await worker.close();
  } catch (error) {
    if (error instanceof WorkerDeath) return null;
    throw error;
  }
}

/** Returns the seconds that opening its libraries took. */
async function openWorker(
  worker: WorkerClient,
  options: SessionOptions,
  isFirst: boolean,
  opensLibraries: boolean,
): Promise<number> {
  const { plan, regions, lastLevelCacheBytes, externals, signal, events } = options;
  const { input, seed } = plan.config;
  let isLoaded = false;
  try {
    const workerResidentBytes = await worker.load();
    isLoaded = true;
    if (isFirst) {
      const parentResidentBytes = process.memoryUsage.rss();
      const problems = plan.cells.map(({ problem }) => problem);
      events.announced(
        announcedPeakBytes({
          parentResidentBytes,
          workerResidentBytes,
          regions,
          problems,
          externalBytes: externalBytes(externals, plan.cells),
        }),
      );
    }
    const request = { regions, input, seed, lastLevelCacheBytes, externals, opensLibraries };
    const { backends, librarySeconds } = await worker.open(request);
    events.opened(backends);
    return librarySeconds;
  } catch (error) {
    if (signal.aborted || !(error instanceof WorkerDeath)) throw error;
    throw isLoaded ? noMemory(error) : cannotStart(error);
  }
}

/** Node aborts, or waits for ever, where it can start no thread. */
function cannotStart({ message }: WorkerDeath): SoftmaxBenchError {
  const limit = processLimitOf({ readText });
  const isShort = limit !== null && limit.limitCount - limit.usedCount < measuringThreadCount;
  const cause = isShort ? processLimitText(limit) : message;
  return new SoftmaxBenchError(`cannot start a measuring process: ${cause}`, exitCodes.failure);
}

function noMemory({ message }: WorkerDeath): SoftmaxBenchError {
  return new SoftmaxBenchError(
    `no memory was allocated: ${message}. If memory is short, choose smaller sizes with --sizes`,
    exitCodes.failure,
  );
}
