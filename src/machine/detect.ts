import { createHmac } from 'node:crypto';

import type { Machine } from '../model/machine.js';
import { memoryBytesOf } from './available-memory.js';
import { assumedCaches, lastLevelBytesOf, reportedCaches } from './caches.js';
import { cpuModelOf, hypervisorOf } from './cpu.js';
import { thisHost, type Host } from './host.js';
import { pageSizeBytesOf, transparentHugePagesOf } from './pages.js';
import { topologyOf } from './topology.js';

const anonymousIdLength = 12;

/** What detection takes from its caller. */
export interface DetectOptions {
  /** The last-level cache that the plan uses, from `--llc` or the config; null to believe the system. */
  readonly lastLevelCacheBytes: number | null;
  /** From the native backend, which asks the CPU itself; empty without it. */
  readonly isaFeatures: readonly string[];
  /** The same; absent or empty where CPUID names no hypervisor. */
  readonly cpuidHypervisor?: string;
}

/** Describes the computer, in a few milliseconds. Never throws: what cannot be found is assumed. */
export function detectMachine(options: DetectOptions, host: Host = thisHost()): Machine {
  const logicalCpuCount = Math.max(1, host.cpuModels.length);
  const hypervisor = hypervisorOf(host, options.cpuidHypervisor ?? '');
  const reported = reportedCaches(host);
  const reportedBytes = lastLevelBytesOf(reported);
  // Where the last level is nonsense, the others are not believed either.
  const caches = reportedBytes === null ? assumedCaches(logicalCpuCount) : reported;
  const override = options.lastLevelCacheBytes;
  return {
    anonymousId: anonymousIdOf(host),
    cpuModel: cpuModelOf(host),
    architecture: host.architecture,
    isaFeatures: options.isaFeatures,
    logicalCpuCount,
    topology: topologyOf(host),
    hypervisor,
    caches,
    lastLevelCacheBytes: override ?? caches.at(-1)!.sizeBytes,
    lastLevelCacheSource:
      override !== null ? '--llc' : reportedBytes === null ? 'assumed' : 'operating system',
    reportedLastLevelCacheBytes: reportedBytes,
    cacheProbe: null,
    memoryBytes: memoryBytesOf(host),
    pageSizeBytes: pageSizeBytesOf(host),
    transparentHugePages: transparentHugePagesOf(host.readText),
    operatingSystem: host.operatingSystem,
    nodeVersion: host.nodeVersion,
  };
}

/**
 * An id that is the same for every run on this installation of a system and that nobody can trace to
 * it: machine-id(5) requires that others see the id in that file only hashed with a key of the
 * application's own. Null where there is no such file.
 */
function anonymousIdOf({ readText }: Host): string | null {
  const machineId = (readText('/etc/machine-id') ?? '').trim();
  if (!/^[0-9a-f]{32}$/.test(machineId)) return null;
  const hash = createHmac('sha256', machineId).update('softmax-bench').digest('hex');
  return hash.slice(0, anonymousIdLength);
}
