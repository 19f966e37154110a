import { z } from 'zod';

import type { Immutable } from './immutable.js';

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
export const cacheSizeSources = ['operating system', '--llc', 'assumed'] as const;

/** What this computer is. Holds no host name and no user name. */
export const machineSchema = z.strictObject({
  /** The same for every run on this installation, and of no use for finding it; null where it cannot be had. */
  anonymousId: z.string().nullable(),
  cpuModel: z.string(),
  architecture: z.string(),
  /** Instruction-set extensions that matter to the targets, for example `avx512f`. */
  isaFeatures: z.array(z.string()),
  logicalCpuCount: z.int().positive(),
  /** The hypervisor's name, `unknown` when there is one without a name, null on bare metal. */
  hypervisor: z.string().nullable(),
  /** Caches of the first CPU, by level; instruction caches left out. */
  caches: z.array(cacheSchema),
  /** The last-level cache that the plan uses. */
  lastLevelCacheBytes: z.int().positive(),
  lastLevelCacheSource: z.enum(cacheSizeSources),
  memoryBytes: z.int().nonnegative(),
  pageSizeBytes: z.int().positive(),
  transparentHugePages: z.string().nullable(),
  operatingSystem: z.string(),
  nodeVersion: z.string(),
});
export type Machine = Immutable<z.infer<typeof machineSchema>>;
