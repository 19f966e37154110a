import type { Backend, TimedRequest, Workspace } from '../../backends/backend.js';
import { messageOf } from '../../errors.js';
import { readText } from '../../machine/host.js';
import { noiseBetween, takeNoiseSnapshot } from '../../machine/noise-counters.js';
import { findSensors, type ReadSensors } from '../../machine/sensors.js';
import { isOwn } from '../../model/cell.js';
import type { BackendSession } from '../../model/session.js';
import type { OpenRequest, VisitRequest } from '../protocol/messages.js';
import type { VisitResult } from '../protocol/visit-result.js';
import { chooseBatchCount } from './batch-size.js';
import { makeTile } from './inputs.js';
import { isLongCall } from '../../plan/long-call.js';
import { hidesClock, timesPasses } from '../../plan/pass-timing.js';
import { sampleCell, type Samples } from './sampling.js';
import { timedRequestOf } from './timed-request.js';
import { createVerifier, type Verifier } from './verification.js';
import { warmUp } from './warm-up.js';
import {
  closeWorkspaces,
  describeBackends,
  openWorkspaces,
  workspaceOf,
  type OpenWorkspace,
} from './workspaces.js';

/** What the worker does, apart from being a process. */
export interface Measurer {
  /** @throws SoftmaxBenchError when the memory cannot be allocated. */
  open(request: OpenRequest): readonly BackendSession[];
  /** @throws Error before `open`. */
  visit(request: VisitRequest): VisitResult;
  /** Frees the buffers. */
  close(): void;
}

interface OpenState {
  readonly workspaces: readonly OpenWorkspace[];
  readonly verifier: Verifier;
  readonly lastLevelCacheBytes: number;
}

/** Measures with these backends, in this process. */
export function createMeasurer(backends: readonly Backend[]): Measurer {
  const readSensors = findSensors(readText);
  let state: OpenState | null = null;
  return {
    open: (request) => {
      const tile = makeTile(request.input, request.seed);
      state = {
        workspaces: openWorkspaces(backends, request.regions, tile),
        verifier: createVerifier(tile, request.seed),
        lastLevelCacheBytes: request.lastLevelCacheBytes,
      };
      return describeBackends(state.workspaces);
    },
    visit: (request) => {
      if (state === null) throw new Error('a visit before the buffers are open');
      try {
        return visitCell(state, request, readSensors);
      } catch (error) {
        // One cell that cannot be measured does not end the run.
        return { status: 'failed', message: messageOf(error) };
      }
    },
    close: () => {
      closeWorkspaces(state?.workspaces ?? []);
      state = null;
    },
  };
}

function visitCell(state: OpenState, visit: VisitRequest, readSensors: ReadSensors): VisitResult {
  const { cell } = visit;
  if (!isOwn(cell)) throw new Error(`no open backend executes ${cell.id}`);
  const { backend, workspace, team, cacheBytes } = workspaceOf(state.workspaces, cell);
  const request = timedRequestOf(cell, cacheBytes ?? state.lastLevelCacheBytes);

  // Before anything is timed: output that is wrong never is.
  const verified = visit.batchCount === null ? state.verifier.verify(workspace, team, cell) : null;
  if (verified !== null && verified.problem !== null) {
    return { status: 'failed', message: verified.problem };
  }
  const batchCount =
    visit.batchCount ?? (isLongCall(cell) ? 1 : chooseBatchCount(workspace, request, backend));
  const batched = { ...request, batchCount };
  // A long call is its own warm-up: what is cold at its start is soon none of it.
  if (visit.isFirstOfProcess && !isLongCall(cell)) warmUp(workspace, batched, backend.warmUpNs);
  const before = takeNoiseSnapshot(readText);
  const watched = watchTime(workspace);
  const samples = sampleBoth(watched.workspace, batched, visit);
  const after = takeNoiseSnapshot(readText);
  const clockHz = backend.coreClockHz();
  return {
    status: 'sampled',
    batchCount,
    verification: verified?.verification ?? null,
    samples,
    noise: noiseBetween(before, after, {
      round: visit.round,
      sampledNs: watched.spentNs(),
      clockHz: clockHz === null ? null : Math.round(clockHz),
      ...readSensors(),
    }),
  };
}

/**
 * Whole calls, then, with `perPass`, as many with the clock read between passes, but for short rows. A long call is timed
 * once for both: reading the clock costs it less than a part in ten thousand, and a second call would cost a round.
 */
function sampleBoth(
  workspace: Pick<Workspace, 'time'>,
  request: TimedRequest,
  { cell, sampleCount, perPass }: VisitRequest,
): Samples {
  if (!perPass || !timesPasses(cell.problem)) return sampleCell(workspace, request, sampleCount);
  const sampleByPass = (): Samples => sampleCell(workspace, { ...request, perPass }, sampleCount);
  if (isLongCall(cell) && hidesClock(cell.problem)) return sampleByPass();
  const whole = sampleCell(workspace, request, sampleCount);
  return { ...whole, passDurationsNs: sampleByPass().passDurationsNs };
}

/** The workspace, and how long its timed calls took with all that they do around the kernels. */
function watchTime(workspace: Workspace): {
  readonly workspace: Pick<Workspace, 'time'>;
  readonly spentNs: () => number;
} {
  let spentMs = 0;
  const time: Workspace['time'] = (request) => {
    const startMs = performance.now();
    const result = workspace.time(request);
    spentMs += performance.now() - startMs;
    return result;
  };
  return { workspace: { time }, spentNs: () => Math.round(spentMs * 1e6) };
}
