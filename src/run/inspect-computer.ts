import { loadBackends, type LoadedBackends } from '../backends/load.js';
import { availableMemoryBytes } from '../machine/available-memory.js';
import { detectMachine } from '../machine/detect.js';
import type { CheckResult } from '../machine/doctor/check-result.js';
import { diagnose } from '../machine/doctor/diagnose.js';
import { thisHost } from '../machine/host.js';
import { hugetlbPoolOf, type HugetlbPool } from '../machine/pages.js';
import type { Machine } from '../model/machine.js';
import type { ResultDocument } from '../model/result.js';
import { describeTool } from './tool.js';

/** What this computer is, what runs on it and what the doctor says of it. */
export interface Computer {
  readonly tool: ResultDocument['tool'];
  readonly loaded: LoadedBackends;
  readonly machine: Machine;
  readonly availableMemoryBytes: number;
  /** Null where the system has no such pages. */
  readonly hugetlbPool: HugetlbPool | null;
  readonly results: readonly CheckResult[];
}

/**
 * Looks at the computer; takes some 100 ms.
 * @param lastLevelCacheBytes the size to use, or null for the one that the system reports.
 */
export function inspectComputer(lastLevelCacheBytes: number | null): Computer {
  const loaded = loadBackends();
  const { backends, targets } = loaded;
  const host = thisHost();
  const isaFeatures = backends.flatMap((backend) => backend.isaFeatures);
  const machine = detectMachine({ lastLevelCacheBytes, isaFeatures }, host);
  const clocks = backends.map(({ clock }) => clock);
  return {
    tool: describeTool(backends),
    loaded,
    machine,
    availableMemoryBytes: availableMemoryBytes(host),
    hugetlbPool: hugetlbPoolOf(host.readText),
    results: diagnose({ host, machine, targets, clocks }),
  };
}
