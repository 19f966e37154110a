import type { Backend, Team, TimedRequest, Workspace } from '../../src/backends/backend.js';
import { loadBackends } from '../../src/backends/load.js';
import { timedRequestOf } from '../../src/measure/worker/timed-request.js';
import { cellAt } from '../../src/model/cell.js';
import { elementBytesOf, oneRow } from '../../src/model/problem.js';
import { targets, type Scaling, type Target } from '../../src/model/vocabulary.js';
import { algorithmOf } from '../../src/softmax/algorithms.js';
import { median } from '../../src/statistics/median.js';

/** The native kernels, on the best target of this CPU. */
export interface NativeSide {
  readonly backend: Backend;
  readonly target: Target;
}

/** @throws Error where they are not built. */
export function nativeSide(): NativeSide {
  const backend = loadBackends().backends.find(({ name }) => name === 'native');
  const target = targets.find((id) =>
    backend?.targets.some((status) => status.target === id && status.available),
  );
  if (backend === undefined || target === undefined) {
    throw new Error('the native kernels are not built; see build/native/error.log');
  }
  return { backend, target };
}

/** Threads on the first CPUs; `bytes` of an array of each, or of all together with strong scaling. */
export function teamOf(
  { backend }: NativeSide,
  scaling: Scaling,
  threadCount: number,
  bytes: number,
): Team {
  if (backend.allocateTeam === null) throw new Error('the native kernels have no threads');
  const cpus = Array.from({ length: threadCount }, (_, cpu) => cpu);
  return backend.allocateTeam({ xBytes: bytes, yBytes: bytes, pages: 'default', cpus, scaling });
}

/** Calls of an algorithm on the same arrays, one after the other. */
export function warmRequest(
  { backend, target }: NativeSide,
  algorithm: string,
  arrayBytes: number,
): TimedRequest {
  const { operation, passes } = algorithmOf(algorithm);
  const cell = cellAt(
    {
      operation,
      implementation: algorithm,
      target,
      problem: oneRow(arrayBytes / elementBytesOf(oneRow(1))),
      cacheState: 'warm',
      threadCount: 1,
      placement: null,
      scaling: null,
      pages: 'default',
      profile: null,
    },
    passes.map(({ pass, store }) => backend.defaultVariant(target, pass, store)),
  );
  // The size of the cache matters to rings alone, and warm arrays have none.
  return timedRequestOf(cell, 1);
}

/** The median call in seconds. */
export function medianSeconds(
  workspace: Workspace,
  request: TimedRequest,
  callCount: number,
): number {
  const durationsNs = Array.from({ length: callCount }, () => workspace.time(request).durationNs);
  return median(durationsNs) / 1e9;
}
