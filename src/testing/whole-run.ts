import { assumedAlgorithm } from '../plan/assumed-algorithm.js';
import { makePlan } from '../plan/make-plan.js';
import { speedsOf } from '../plan/expected-cost.js';
import { SoftmaxBenchError } from '../errors.js';
import { bytesOf, workingSetOf } from '../model/problem.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { External } from '../model/external.js';
import type { Machine } from '../model/machine.js';
import type { ResultDocument } from '../model/result.js';
import type { RunConfig } from '../model/run-config.js';
import { totalBytes } from '../plan/regions.js';
import type { PassUse } from '../softmax/algorithms.js';
import { passes } from '../softmax/passes.js';
import { fixtureDocument } from './fixture-document.js';
import { trueBandwidth, type MemoryHierarchy } from './memory-hierarchy.js';
import { plannedBackend } from './planned-backend.js';
import { simulateRun, type NoiseModel } from './simulated-machine.js';

/** A machine whose truth is known, as a run finds it: with its probe. */
export interface WholeRun {
  readonly machine: Machine;
  readonly hierarchy: MemoryHierarchy;
  readonly noise: NoiseModel;
  readonly availableMemoryBytes: number;
  readonly touchBytesPerSecond: number;
  readonly config: RunConfig;
  readonly seed: number;
  /** Default: none. */
  readonly libraries?: SimulatedLibraries;
}

/** Libraries of a simulated machine, and what finding them, and opening them in a process, takes. */
export interface SimulatedLibraries {
  readonly externals: readonly External[];
  readonly searchSeconds: number;
  readonly openSeconds: number;
}

/** A run from its plan to its document, or why it was refused before it measured. */
export type WholeRunEnd =
  | {
      readonly document: ResultDocument;
      readonly elapsedSeconds: number;
      readonly externalSeconds: number;
    }
  | { readonly refusal: string };

/** Plans and measures on a simulated machine, with a made-up clock. */
export async function simulateWholeRun(run: WholeRun): Promise<WholeRunEnd> {
  const { machine, hierarchy, config, noise, seed, touchBytesPerSecond, libraries } = run;
  try {
    const { plan, regions } = makePlan({
      config,
      machine,
      backends: [native],
      targets: native.targets,
      memoryLimitBytes: 0.8 * run.availableMemoryBytes,
      hugetlbPool: null,
      externals: libraries?.externals ?? [],
    });
    const end = await simulateRun({
      noise,
      cells: plan.cells,
      trueNs: (cell) => trueCallNs(cell, hierarchy),
      config,
      seed,
      lastLevelCacheBytes: machine.lastLevelCacheBytes,
      speeds: speedsOf(machine),
      openSeconds: 0.2 + totalBytes(regions) / touchBytesPerSecond,
      ...(libraries && {
        externals: libraries.externals,
        librarySearchSeconds: libraries.searchSeconds,
        libraryOpenSeconds: libraries.openSeconds,
      }),
    });
    const startedAt = Date.UTC(2026, 0, 1);
    const finishedAt = new Date(startedAt + 1000 * end.elapsedSeconds);
    const document: ResultDocument = {
      ...base,
      machine,
      startedAtUtc: new Date(startedAt).toISOString(),
      finishedAtUtc: finishedAt.toISOString(),
      plan,
      outcomes: end.outcomes,
    };
    const { elapsedSeconds, externalSeconds } = end;
    return { document, elapsedSeconds, externalSeconds };
  } catch (error) {
    if (error instanceof SoftmaxBenchError) return { refusal: error.message };
    throw error;
  }
}

/**
 * What a call truly takes: each pass its bytes at the bandwidth of the level that serves its working set.
 * Arithmetic takes a twentieth of it, and non-temporal stores spare a third of a copy beyond the caches. Libraries take
 * one and a half times as long as the algorithm that most of them have. Threads that share a problem are as fast as memory lets them be.
 */
export function trueCallNs(cell: Cell, hierarchy: MemoryHierarchy): number {
  const original = assumedAlgorithm(cell);
  const arithmetic = isOwn(cell) ? (original.kind === 'algorithm' ? 1.05 : 1) : 1.5;
  const speedup = cell.scaling === 'strong' ? Math.sqrt(cell.threadCount) : 1;
  const ns = original.passes.map((use) => passNs(use, cell, hierarchy));
  return (arithmetic / speedup) * ns.reduce((sum, own) => sum + own, 0);
}

function passNs({ pass, store }: PassUse, { problem }: Cell, hierarchy: MemoryHierarchy): number {
  const { reads, writes } = passes[pass];
  const bytes = (reads.length + writes.length) * bytesOf(problem);
  const isRead = writes.length === 0;
  const touchedBytes = isRead ? bytesOf(problem) : workingSetOf(problem);
  const bandwidth = trueBandwidth(hierarchy, touchedBytes, isRead ? 'read' : 'copy');
  const memory = hierarchy.memory.copy;
  const isStreaming = store === 'non-temporal' && !isRead;
  return (bytes / (isStreaming ? 1.5 * memory : bandwidth)) * 1e9;
}

const base = fixtureDocument();

/** Has a kernel for everything. */
const native = plannedBackend({
  name: 'native',
  targets: [{ target: 'avx512', available: true, reason: null }],
  allocateTeam: {},
});
