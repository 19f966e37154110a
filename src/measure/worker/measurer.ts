import type { Backend } from '../../backends/backend.js';
import { messageOf } from '../../errors.js';
import { readText } from '../../machine/host.js';
import { noiseBetween, takeNoiseSnapshot } from '../../machine/noise-counters.js';
import { findSensors, type ReadSensors } from '../../machine/sensors.js';
import { isOwn } from '../../model/cell.js';
import { isLongCall } from '../../plan/long-call.js';
import type { OpenedMeasurer, OpenRequest, VisitRequest } from '../protocol/messages.js';
import type { VisitResult } from '../protocol/visit-result.js';
import { chooseBatchCount } from './batch-size.js';
import { Externals } from './external-cell.js';
import { makeTile } from './inputs.js';
import { prepareOwnCell, type CellContext } from './own-cell.js';
import type { PreparedCell } from './prepared-cell.js';
import { createVerifier } from './verification.js';
import { warmUp } from './warm-up.js';
import { closeWorkspaces, describeBackends, openWorkspaces } from './workspaces.js';

/** What the worker does, apart from being a process. */
export interface Measurer {
  /** Rejects with SoftmaxBenchError when the memory cannot be allocated. */
  open(request: OpenRequest): Promise<OpenedMeasurer>;
  /** Rejects with an Error before `open`. */
  visit(request: VisitRequest): Promise<VisitResult>;
  /** Frees the buffers, and ends external implementations: resolves to what their own processes held at most, in bytes. */
  close(): Promise<number>;
}

interface OpenState extends CellContext {
  readonly externals: Externals;
}

/** Measures with these backends, in this process. */
export function createMeasurer(backends: readonly Backend[]): Measurer {
  const readSensors = findSensors(readText);
  let state: OpenState | null = null;
  return {
    open: async (request) => {
      const tile = makeTile(request.input, request.seed);
      state = {
        workspaces: openWorkspaces(backends, request.regions, tile),
        verifier: createVerifier(tile, request.seed),
        lastLevelCacheBytes: request.lastLevelCacheBytes,
        externals: new Externals(request.externals, backends[0]!),
      };
      const startMs = performance.now();
      if (request.opensLibraries) await state.externals.openLibraries();
      return {
        backends: describeBackends(state.workspaces),
        librarySeconds: (performance.now() - startMs) / 1000,
      };
    },
    visit: async (request) => {
      if (state === null) throw new Error('a visit before the buffers are open');
      try {
        return await visitCell(state, request, readSensors);
      } catch (error) {
        // One cell that cannot be measured does not end the run.
        return { status: 'failed', message: messageOf(error) };
      }
    },
    close: async () => {
      const externalBytes = (await state?.externals.close()) ?? 0;
      closeWorkspaces(state?.workspaces ?? []);
      state = null;
      return externalBytes;
    },
  };
}

async function visitCell(
  state: OpenState,
  visit: VisitRequest,
  readSensors: ReadSensors,
): Promise<VisitResult> {
  const { cell, sampleCount } = visit;
  const prepared = isOwn(cell)
    ? prepareOwnCell(state, cell, visit)
    : await state.externals.prepare(state, cell, sampleCount);
  try {
    return await visitPrepared(prepared, visit, readSensors);
  } finally {
    await prepared.free();
  }
}

async function visitPrepared(
  prepared: PreparedCell,
  visit: VisitRequest,
  readSensors: ReadSensors,
): Promise<VisitResult> {
  const { cell } = visit;
  const { backend, warmUpNs } = prepared;
  // Before anything is timed: output that is wrong never is.
  const verified = visit.batchCount === null ? await prepared.verify() : null;
  if (verified !== null && verified.problem !== null) {
    return { status: 'failed', message: verified.problem };
  }
  const batchCount = visit.batchCount ?? (await firstBatchCount(prepared, visit));
  // A long call is its own warm-up: what is cold at its start is soon none of it.
  if (visit.isFirstOfProcess && !isLongCall(cell)) {
    await warmUp(prepared.time, batchCount, warmUpNs);
  }
  const before = takeNoiseSnapshot(readText);
  const samples = await prepared.sample(batchCount);
  const after = takeNoiseSnapshot(readText);
  if (visit.batchCount === null) {
    const reason = prepared.tooShort(Math.min(...samples.durationsNs));
    if (reason !== null) return { status: 'skipped', reason };
  }
  const clockHz = backend.coreClockHz();
  return {
    status: 'sampled',
    batchCount,
    verification: verified?.verification ?? null,
    samples,
    noise: noiseBetween(before, after, {
      round: visit.round,
      sampledNs: prepared.sampledNs(),
      clockHz: clockHz === null ? null : Math.round(clockHz),
      ...readSensors(),
    }),
  };
}

async function firstBatchCount(
  { time, backend, warmUpNs }: PreparedCell,
  { cell }: VisitRequest,
): Promise<number> {
  return isLongCall(cell) ? 1 : await chooseBatchCount(time, { ...backend, warmUpNs });
}
