import { anonymousIdOf } from './anonymous-id.js';
import { assumedCaches, reportedCaches } from './caches.js';
import { cpuModelOf, hypervisorOf } from './cpu.js';
import { thisHost, type Host } from './host.js';
import type { Cache, Machine } from '../model/machine.js';
import { memoryBytesOf, pageSizeBytesOf, transparentHugePagesOf } from './available-memory.js';

/** What detection is told rather than finds out. */
export interface DetectOptions {
  /** The last-level cache to reckon with, from `--llc` or the config; null to believe the system. */
  readonly lastLevelCacheBytes: number | null;
  /** From the native backend, which asks the CPU itself; empty without it. */
  readonly isaFeatures: readonly string[];
}

/** Describes the computer, in a few milliseconds. Never throws: what cannot be found is assumed. */
export function detectMachine(options: DetectOptions, host: Host = thisHost()): Machine {
  const logicalCpuCount = Math.max(1, host.cpuModels.length);
  const hypervisor = hypervisorOf(host);
  const reported = reportedCaches(host);
  const largestReportedBytes = largestBytes(reported);
  const isReported = largestReportedBytes > 0;
  const caches = isReported ? reported : assumedCaches(logicalCpuCount);
  const override = options.lastLevelCacheBytes;
  return {
    anonymousId: anonymousIdOf(host),
    cpuModel: cpuModelOf(host),
    architecture: host.architecture,
    isaFeatures: options.isaFeatures,
    logicalCpuCount,
    hypervisor,
    caches,
    lastLevelCacheBytes: override ?? largestBytes(caches),
    lastLevelCacheSource: override !== null ? '--llc' : isReported ? 'operating system' : 'assumed',
    memoryBytes: memoryBytesOf(host),
    pageSizeBytes: pageSizeBytesOf(host),
    transparentHugePages: transparentHugePagesOf(host.readText),
    operatingSystem: host.operatingSystem,
    nodeVersion: host.nodeVersion,
  };
}

function largestBytes(caches: readonly Cache[]): number {
  return Math.max(0, ...caches.map(({ sizeBytes }) => sizeBytes));
}
