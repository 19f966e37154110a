import type { Machine } from '../../model/machine.js';
import type { RunPlan } from '../../model/plan.js';
import { workingSetOf } from '../../model/problem.js';
import type { ClockInfo } from '../../model/session.js';
import type { TargetStatus } from '../../model/target-status.js';
import type { Activity } from '../activity.js';
import type { Host } from '../host.js';
import type { Verdict } from './check-result.js';

/** What checks read; they change nothing. */
export interface CheckContext {
  readonly host: Host;
  readonly machine: Machine;
  /** Of every target, the fastest first. */
  readonly targets: readonly TargetStatus[];
  /** Of every backend that loaded. */
  readonly clocks: readonly ClockInfo[];
  /** What CPUs did while the computer was looked at; null or absent where that is not known. */
  readonly activity?: Activity | null;
  /** Absent for one thread. */
  readonly threads?: PlannedThreads;
}

/** The most threads that a run plans. */
export interface PlannedThreads {
  readonly count: number;
  /** The CPUs that they are pinned to, in order; none for one thread, which is not pinned. */
  readonly cpus: readonly number[];
}

/** What runs without an axis of threads have. */
export const oneThread: PlannedThreads = { count: 1, cpus: [] };

/** The parts of a run that decide which findings matter for it. */
export interface RunTraits {
  /** Whether some working set exceeds the last-level cache. */
  readonly reachesDram: boolean;
  /** Whether some working set fits in it. */
  readonly staysInCache: boolean;
  /** Whether it requests pages other than the default ones. */
  readonly requestsHugePages: boolean;
}

/** One thing to look at. */
export interface Check {
  /** A few words for a heading. */
  readonly title: string;
  readonly examine: (context: CheckContext) => Verdict;
  /** Whether its findings affect the figures of such a run. */
  readonly matters: (run: RunTraits) => boolean;
}

/** The traits of a plan on a machine. */
export function runTraitsOf(
  { cells, config }: Pick<RunPlan, 'cells' | 'config'>,
  { lastLevelCacheBytes }: Pick<Machine, 'lastLevelCacheBytes'>,
): RunTraits {
  const workingSets = cells.map(({ problem }) => workingSetOf(problem));
  return {
    reachesDram: workingSets.some((bytes) => bytes > lastLevelCacheBytes),
    staysInCache: workingSets.some((bytes) => bytes <= lastLevelCacheBytes),
    requestsHugePages: config.pages.some((pages) => pages !== 'default'),
  };
}
