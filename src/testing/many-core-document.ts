import { oneRow } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import type { ThreadTeamFacts } from '../model/session.js';
import { problemCountOf } from '../model/threading.js';
import type { Topology } from '../model/topology.js';
import type { Scaling } from '../model/vocabulary.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { fixtureDocument } from './fixture-document.js';
import { topologyOfShape } from './fixture-topologies.js';
import {
  syntheticDocument,
  type SyntheticRun,
  type SyntheticThreads,
} from './synthetic-document.js';

/** What a cloud machine with 16 CPUs reached out of cache, in GB/s by pass bytes, at these thread counts. */
export const manyCoreCounts = [1, 2, 4, 8, 12, 16];
export const manyCoreBandwidths: Readonly<Record<string, readonly number[]>> = {
  read: [15.2, 33.7, 53.3, 97.3, 91.6, 110.6],
  copy: [13.0, 28.6, 44.6, 67.1, 67.8, 80.9],
  'copy-nt': [21.1, 41.5, 73.7, 107.3, 111.7, 123.3],
  'three-pass-recompute': [14.1, 26.8, 47.0, 73.4, 78.9, 93.1],
  'three-pass-reload': [17.5, 33.5, 53.7, 86.7, 83.0, 104.4],
  'two-pass': [13.4, 26.6, 39.9, 68.1, 70.0, 87.6],
  'two-pass-nt': [17.7, 34.9, 56.5, 90.4, 95.6, 114.9],
};

/** Median time of a barrier of the synthetic threads. */
export const syntheticBarrierNs = 1500;

/** So many cores of one memory node. */
export function coresOf(count: number): Topology {
  return topologyOfShape({
    nodeCount: 1,
    cachesPerNode: 1,
    coresPerCache: count,
    threadsPerCore: 1,
  });
}

/** A session with a team for each placement and scaling, on the CPUs in their order, or dealt out over two halves. */
export function syntheticSession(
  threads: readonly SyntheticThreads[],
): NonNullable<ResultDocument['session']> {
  const { session } = fixtureDocument();
  const [native, ...others] = session!.backends;
  const [workspace] = native!.workspaces;
  const kinds = new Map(
    threads.flatMap((own) =>
      own.scaling === null ? [] : [[JSON.stringify([own.placement, own.scaling]), own]],
    ),
  );
  const teams = [...kinds.values()].map(({ placement, scaling }): ThreadTeamFacts => {
    const counts = threads
      .filter((own) => own.placement === placement && own.scaling === scaling)
      .map(({ threadCount }) => threadCount);
    const most = Math.max(...counts);
    const inOrder = Array.from({ length: most }, (_, index) => index);
    return {
      placement: placement!,
      scaling: scaling!,
      cpus:
        placement === 'scatter'
          ? inOrder.map((index) => (index % 2) * (most / 2) + Math.floor(index / 2))
          : inOrder,
      isPinned: true,
      barriers: counts.map((threadCount) => ({ threadCount, barrierNs: syntheticBarrierNs })),
    };
  });
  const workspaces = [workspace!, ...teams.map((team) => ({ ...workspace!, team }))];
  return { ...session!, backends: [{ ...native!, workspaces }, ...others] };
}

/** One thread, and the other counts with each placement and scaling. */
export function threadPoints(
  counts: readonly number[],
  scalings: readonly Scaling[] = ['weak'],
  placements: readonly string[] = ['compact'],
): readonly SyntheticThreads[] {
  return [
    { threadCount: 1, placement: null, scaling: null },
    ...scalings.flatMap((scaling) =>
      placements.flatMap((placement) =>
        counts
          .filter((threadCount) => threadCount > 1)
          .map((threadCount) => ({ threadCount, placement, scaling })),
      ),
    ),
  ];
}

/** A run on that cloud machine, out of cache; with strong scaling it splits a row of that size at the same speeds. */
export function manyCoreDocument(change: Partial<SyntheticRun> = {}): ResultDocument {
  const threads = change.threads ?? threadPoints(manyCoreCounts);
  return syntheticDocument({
    algorithms: Object.keys(manyCoreBandwidths),
    elementCounts: [1 << 25],
    threads,
    noise: 0.01,
    processCount: 6,
    machine: { logicalCpuCount: 16, topology: coresOf(16) },
    session: syntheticSession(threads),
    ...change,
    trueNs:
      change.trueNs ??
      ((id, elementCount, _, call) => {
        const problem = oneRow(elementCount);
        const bandwidth = manyCoreBandwidths[id]![manyCoreCounts.indexOf(call.threadCount)]!;
        const { passBytes } = trafficOf(algorithmOf(id), problem);
        const mergesNs =
          call.scaling === 'strong' ? algorithmOf(id).passes.length * syntheticBarrierNs : 0;
        return (passBytes * problemCountOf(call)) / bandwidth + mergesNs;
      }),
  });
}
