import * as z from 'zod';

import { amountSchema, nameSchema, rateSchema, sentenceSchema } from './bounds.js';
import type { Immutable } from './immutable.js';
import { topologySchema } from './topology.js';
import { targets } from './vocabulary.js';

/** Data and unified caches of one core: three of today. */
const mostCaches = 20;

/** One data or unified cache as one core sees it. */
const cacheSchema = z.strictObject({
  level: z.int().min(1).max(mostCaches),
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
  readBytesPerSecond: rateSchema.nullable(),
  copyBytesPerSecond: rateSchema,
});
export type ProbedPoint = Immutable<z.infer<typeof probedPointSchema>>;

/** The last-level cache that one thread has, measured before the plan is made. */
const cacheProbeSchema = z.strictObject({
  /** The CPU that it ran on at its end; null where the system does not say. */
  cpu: z.int().nonnegative().nullable(),
  /** What executed read and copy; null when nothing did. */
  target: z.enum(targets).nullable(),
  /** With the start of the process. */
  seconds: amountSchema,
  /** Ascending working sets. */
  points: z.array(probedPointSchema).max(10_000),
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
  innerCapacityBytes: z.array(z.int().positive()).max(mostCaches),
  /** Of the largest working sets; null when these may still lie in a cache. */
  memoryBytesPerSecond: z.strictObject({ read: rateSchema, copy: rateSchema }).nullable(),
  /** How fast fresh memory could be touched; null when none was. */
  touchBytesPerSecond: rateSchema.nullable(),
  /** Of the capacity with the reported size: within a factor of 1.5 or not. `differs` where none is reported. */
  conclusion: z.enum(['agrees', 'differs', 'not seen']),
  /** One sentence. */
  explanation: sentenceSchema,
});
export type CacheProbe = Immutable<z.infer<typeof cacheProbeSchema>>;

/** What this computer is. Holds no host name and no user name. */
export const machineSchema = z.strictObject({
  /** The same for every run on this installation, and of no use for finding it; null where it cannot be had. */
  anonymousId: nameSchema.nullable(),
  cpuModel: nameSchema,
  architecture: nameSchema,
  /** Instruction-set extensions that matter to the targets, for example `avx512f`. */
  isaFeatures: z.array(nameSchema).max(1000),
  logicalCpuCount: z.int().positive(),
  /** Null where the system does not report it; absent in results of earlier versions. */
  topology: topologySchema.nullable().optional(),
  /** The hypervisor's name, `unknown` when there is one without a name, null where nothing shows one. */
  hypervisor: nameSchema.nullable(),
  /**
   * Data and unified caches of the CPU that the process ran on, by level, as reported; assumed ones where
   * nothing or nonsense is reported.
   */
  caches: z.array(cacheSchema).max(mostCaches),
  /** The last-level cache that the plan uses. */
  lastLevelCacheBytes: z.int().positive(),
  lastLevelCacheSource: z.enum(cacheSizeSources),
  /** Null when the system reports nothing or nonsense; absent in results of earlier versions. */
  reportedLastLevelCacheBytes: z.int().positive().nullable().optional(),
  /** Null when the caches were not probed; absent in results of earlier versions, which never did. */
  cacheProbe: cacheProbeSchema.nullable().optional(),
  memoryBytes: z.int().nonnegative(),
  pageSizeBytes: z.int().positive(),
  transparentHugePages: nameSchema.nullable(),
  operatingSystem: nameSchema,
  nodeVersion: nameSchema,
});
export type Machine = Immutable<z.infer<typeof machineSchema>>;
