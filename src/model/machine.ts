import { z } from 'zod';

import type { Immutable } from './immutable.js';
import { topologySchema } from './topology.js';
import { targets } from './vocabulary.js';

/** One data or unified cache as one core sees it. */
const cacheSchema = z.strictObject({
  level: z.int().positive(),
  kind: z.enum(['data', 'unified']),
  sizeBytes: z.int().nonnegative(),
  lineBytes: z.int().nonnegative(),
  /** Logical CPUs that share it. */
  sharedByCpuCount: z.int().nonnegative(),
});
export type Cache = Immutable<z.infer<typeof cacheSchema>>;

/** Who says how large the last-level cache is. */
export const cacheSizeSources = ['operating system', '--llc', 'measured', 'assumed'] as const;

/** Bandwidth of sweeps over one working set, in bytes read and written. */
const probedPointSchema = z.strictObject({
  /** copy: half of it is x, half y. read: all of it is x. */
  workingSetBytes: z.int().positive(),
  /** Null for the largest ones: x alone takes half of the memory. */
  readBytesPerSecond: z.number().positive().nullable(),
  copyBytesPerSecond: z.number().positive(),
});
export type ProbedPoint = Immutable<z.infer<typeof probedPointSchema>>;

/** The last-level cache that one thread has, measured before the plan is made. */
const cacheProbeSchema = z.strictObject({
  /** The CPU that it ran on at its end; null where the system does not say. */
  cpu: z.int().nonnegative().nullable(),
  /** What executed read and copy; null when nothing did. */
  target: z.enum(targets).nullable(),
  /** With the start of the process. */
  seconds: z.number().nonnegative(),
  /** Ascending working sets. */
  points: z.array(probedPointSchema),
  /** Where bandwidth drops to DRAM speed; null when no fall was seen. */
  capacity: z
    .strictObject({
      capacityBytes: z.int().positive(),
      /** The largest working set that was faster than memory, and the next one. */
      lowBytes: z.int().positive(),
      highBytes: z.int().positive(),
    })
    .nullable(),
  /** Capacities of the levels before it, as seen; some may be missing. */
  innerCapacityBytes: z.array(z.int().positive()),
  /** Of the largest working sets; null when these may still lie in a cache. */
  memoryBytesPerSecond: z
    .strictObject({ read: z.number().positive(), copy: z.number().positive() })
    .nullable(),
  /** How fast fresh memory could be touched; null when none was. */
  touchBytesPerSecond: z.number().positive().nullable(),
  /** Of the capacity with the reported size: within a factor of 1.5 or not. `differs` where none is reported. */
  conclusion: z.enum(['agrees', 'differs', 'not seen']),
  /** One sentence. */
  explanation: z.string(),
});
export type CacheProbe = Immutable<z.infer<typeof cacheProbeSchema>>;

/** What this computer is. Holds no host name and no user name. */
export const machineSchema = z.strictObject({
  /** The same for every run on this installation, and of no use for finding it; null where it cannot be had. */
  anonymousId: z.string().nullable(),
  cpuModel: z.string(),
  architecture: z.string(),
  /** Instruction-set extensions that matter to the targets, for example `avx512f`. */
  isaFeatures: z.array(z.string()),
  logicalCpuCount: z.int().positive(),
  /** Null where the system does not report it; absent in results of earlier versions. */
  topology: topologySchema.nullable().optional(),
  /** The hypervisor's name, `unknown` when there is one without a name, null on bare metal. */
  hypervisor: z.string().nullable(),
  /**
   * Data and unified caches of the CPU that the process ran on, by level, as reported; assumed ones where
   * nothing or nonsense is reported.
   */
  caches: z.array(cacheSchema),
  /** The last-level cache that the plan uses. */
  lastLevelCacheBytes: z.int().positive(),
  lastLevelCacheSource: z.enum(cacheSizeSources),
  /** Null when the system reports nothing or nonsense; absent in results of earlier versions. */
  reportedLastLevelCacheBytes: z.int().positive().nullable().optional(),
  /** Null when the caches were not probed; absent in results of earlier versions, which never did. */
  cacheProbe: cacheProbeSchema.nullable().optional(),
  memoryBytes: z.int().nonnegative(),
  pageSizeBytes: z.int().positive(),
  transparentHugePages: z.string().nullable(),
  operatingSystem: z.string(),
  nodeVersion: z.string(),
});
export type Machine = Immutable<z.infer<typeof machineSchema>>;
