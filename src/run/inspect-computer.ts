import { loadBackends, type LoadedBackends } from '../backends/load.js';
import { diagnose } from '../machine/doctor/diagnose.js';
import type { CheckResult } from '../model/finding.js';
import { detectMachine } from '../machine/detect.js';
import { thisHost } from '../machine/host.js';
import type { Machine } from '../model/machine.js';
import { availableMemoryBytes } from '../machine/available-memory.js';

/** What this computer is, what runs on it and what is to be known of it. */
export interface Computer {
  readonly loaded: LoadedBackends;
  readonly machine: Machine;
  readonly availableMemoryBytes: number;
  readonly results: readonly CheckResult[];
}

/**
 * Looks at the computer; takes some 100 ms.
 * @param lastLevelCacheBytes to reckon with, or null to believe the system.
 */
export function inspectComputer(lastLevelCacheBytes: number | null): Computer {
  const loaded = loadBackends();
  const { backends, targets } = loaded;
  const host = thisHost();
  const isaFeatures = backends.flatMap((backend) => backend.isaFeatures);
  const machine = detectMachine({ lastLevelCacheBytes, isaFeatures }, host);
  const clocks = backends.map(({ clock }) => clock);
  return {
    loaded,
    machine,
    availableMemoryBytes: availableMemoryBytes(host),
    results: diagnose({ host, machine, targets, clocks }),
  };
}
