import { agreeIn, type Sweep } from '../../model/axes.js';
import type { ResultDocument } from '../../model/result.js';
import type { ThreadTeamFacts } from '../../model/session.js';
import { domainsOf, type MemoryDomains } from '../../model/topology.js';
import { problemCountOf } from '../../model/threading.js';

/** What says on which CPUs threads were. */
export type ThreadEvidence = Pick<ResultDocument, 'machine' | 'session'>;

/** How the CPUs of some threads spread over the machine; null where the system does not say. */
export interface CpuSpread extends MemoryDomains {
  readonly coreCount: number | null;
}

/** The threads of that placement and scaling; null for one thread, and where no session opened them. */
export function teamOf({ session }: ThreadEvidence, sweep: Sweep): ThreadTeamFacts | null {
  const workspaces = (session?.backends ?? []).flatMap((backend) => backend.workspaces);
  const matching = workspaces.flatMap(({ pages, team }) =>
    team != null && agreeIn({ ...sweep, ...team, pages }, sweep, ['placement', 'scaling', 'pages'])
      ? [team]
      : [],
  );
  return matching.find(({ cpus }) => cpus.length >= sweep.threadCount) ?? null;
}

/** Where the threads of a sweep ran. */
export function cpuSpreadOf(evidence: ThreadEvidence, sweep: Sweep): CpuSpread {
  const { topology } = evidence.machine;
  const cpus = teamOf(evidence, sweep)?.cpus.slice(0, sweep.threadCount);
  const known = topology?.cpus.filter(({ cpu }) => cpus?.includes(cpu)) ?? [];
  if (topology == null || cpus === undefined || known.length < cpus.length) {
    return { coreCount: null, nodeCount: null, cacheCount: null };
  }
  return {
    coreCount: new Set(known.map(({ core }) => core)).size,
    ...domainsOf(topology, cpus),
  };
}

/**
 * The capacities of caches over those that one thread has, both as the largest problem that fits. With weak scaling
 * threads share a cache with as many problems, with strong scaling each cache holds a part of the one problem.
 * Where CPUs are not known, each thread is taken to have a core and all one last-level cache.
 */
export function cacheScalesOf(
  evidence: ThreadEvidence,
  sweep: Sweep,
): { readonly inner: number; readonly lastLevel: number } {
  const { coreCount, cacheCount } = cpuSpreadOf(evidence, sweep);
  const problemCount = problemCountOf(sweep);
  return {
    inner: (coreCount ?? sweep.threadCount) / problemCount,
    lastLevel: (cacheCount ?? 1) / problemCount,
  };
}
