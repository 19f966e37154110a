import { agreeIn, type Sweep } from '../../model/axes.js';
import type { ResultDocument } from '../../model/result.js';
import type { ThreadTeamFacts } from '../../model/session.js';
import { problemCountOf } from '../../model/thread-work.js';

/** What says on which CPUs threads were. */
export type ThreadEvidence = Pick<ResultDocument, 'machine' | 'session'>;

/** How the CPUs of some threads spread over the machine; null where the system does not say. */
export interface CpuSpread {
  readonly coreCount: number | null;
  /** Memory nodes. */
  readonly nodeCount: number | null;
  /** Last-level caches. */
  readonly cacheCount: number | null;
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
  const cpus = teamOf(evidence, sweep)?.cpus.slice(0, sweep.threadCount);
  const known = evidence.machine.topology?.cpus.filter(({ cpu }) => cpus?.includes(cpu)) ?? [];
  if (cpus === undefined || known.length < cpus.length) {
    return { coreCount: null, nodeCount: null, cacheCount: null };
  }
  return {
    coreCount: new Set(known.map(({ core }) => core)).size,
    nodeCount: distinctCount(known.map(({ node }) => node)),
    cacheCount: distinctCount(known.map(({ cache }) => cache)),
  };
}

function distinctCount(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : new Set(values).size;
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
