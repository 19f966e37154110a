import { setImmediate } from 'node:timers/promises';

import type { FoundExternal } from '../backends/external/external.js';
import { loadBackends, type LoadedBackends } from '../backends/load.js';
import { activityBetween, readActivity } from '../machine/activity.js';
import { availableMemoryBytes } from '../machine/available-memory.js';
import { detectMachine } from '../machine/detect.js';
import type { CheckResult } from '../machine/doctor/check-result.js';
import type { PlannedThreads } from '../machine/doctor/check.js';
import { diagnose } from '../machine/doctor/diagnose.js';
import { thisHost } from '../machine/host.js';
import { allocationOf } from '../machine/scheduler.js';
import { hugetlbPoolOf, type HugetlbPool } from '../machine/pages.js';
import { watchBegin, type WatchBegin } from '../machine/watch-begin.js';
import type { Allocation } from '../model/allocation.js';
import type { Machine } from '../model/machine.js';
import type { ResultDocument } from '../model/result.js';
import type { RunConfig } from '../model/run-config.js';
import type { PlannedProfile } from '../plan/choose-kernels.js';
import { plannedThreads } from '../plan/planned-threads.js';
import { describeTool } from './tool.js';

/** What this computer is and what runs on it. */
export interface Computer {
  readonly tool: ResultDocument['tool'];
  readonly loaded: LoadedBackends;
  readonly machine: Machine;
  /** Null without a scheduler. */
  readonly allocation: Allocation | null;
  readonly availableMemoryBytes: number;
  /** Null where the system has no such pages. */
  readonly hugetlbPool: HugetlbPool | null;
  readonly threads: PlannedThreads;
  /** The libraries and kernels that the config asks for, where they were found. */
  readonly externals: readonly FoundExternal[];
  /** What chooses the variants of a new run. */
  readonly profiles: readonly PlannedProfile[];
  readonly watchedSince: WatchBegin;
}

/** What CPUs do is watched for so long, at least: steal time is counted in ticks of 10 ms. */
const watchMs = 500;

/** The event loop gets its turn between such spans. */
const spinMs = 10;

/**
 * Looks at the computer; takes some 100 ms.
 * @throws SoftmaxBenchError for threads of the config that cannot be had here.
 */
export function inspectComputer(
  config: Pick<RunConfig, 'lastLevelCacheBytes' | 'threads' | 'placements'>,
): Computer {
  const host = thisHost();
  const watchedSince = watchBegin();
  const loaded = loadBackends();
  const { backends } = loaded;
  const isaFeatures = backends.flatMap((backend) => backend.isaFeatures);
  const cpuidHypervisor = backends.map((backend) => backend.cpuidHypervisor).join('');
  const { lastLevelCacheBytes } = config;
  const machine = detectMachine({ lastLevelCacheBytes, isaFeatures, cpuidHypervisor }, host);
  return {
    tool: describeTool(backends),
    loaded,
    machine,
    allocation: allocationOf(host, Date.now()),
    availableMemoryBytes: availableMemoryBytes(host),
    hugetlbPool: hugetlbPoolOf(host.readText),
    threads: plannedThreads(config, machine.topology ?? null),
    externals: [],
    profiles: [],
    watchedSince,
  };
}

/** What the doctor says of the computer, once it was watched for 500 ms. */
export async function diagnoseComputer({
  loaded,
  machine,
  threads,
  watchedSince,
}: Computer): Promise<readonly CheckResult[]> {
  const host = thisHost();
  // A CPU that idles is not stolen.
  while (performance.now() < watchedSince.ms + watchMs) {
    const turnEnd = performance.now() + spinMs;
    while (performance.now() < turnEnd);
    await setImmediate();
  }
  return diagnose({
    host,
    machine,
    targets: loaded.targets,
    clocks: loaded.backends.map(({ clock }) => clock),
    activity: activityBetween(watchedSince.activity, readActivity(host)),
    threads,
  });
}
