import * as z from 'zod';

import { mostThreads, rateSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

/** One hardware thread that is switched on. */
const logicalCpuSchema = z.strictObject({
  /** Its number in the operating system. */
  cpu: z.int().nonnegative(),
  /** CPUs with the same number here are hardware threads of one core: the smallest of their CPU numbers. */
  core: z.int().nonnegative(),
  package: z.int().nonnegative(),
  /** The node that it gets its memory from: the nearest with memory; null where the system does not say. */
  node: z.int().nonnegative().nullable(),
  /** CPUs with the same number here share the last-level cache: the smallest of their CPU numbers; null if unknown. */
  cache: z.int().nonnegative().nullable(),
  /**
   * Speed of its kind of core against the fastest of the machine: 1 where all are of one kind. Where only the
   * order of kinds is known, each counts half of the one before.
   */
  capacity: z.number().positive().max(1),
  /** Whether the process may use it: its affinity mask and CPU set hold it. */
  isUsable: z.boolean(),
});
export type LogicalCpu = Immutable<z.infer<typeof logicalCpuSchema>>;

/** The CPUs of the machine, and what of them the process may use. */
export const topologySchema = z.strictObject({
  /** Ascending by number; switched-off ones are not there. */
  cpus: z.array(logicalCpuSchema).min(1).max(mostThreads),
  /** CPUs that the tightest control group allows at once, such as 1.5; null without a quota. */
  quotaCpuCount: rateSchema.nullable(),
  /** Whether a thread can be pinned to a CPU here; false on systems that only take hints. */
  canPin: z.boolean(),
});
export type Topology = Immutable<z.infer<typeof topologySchema>>;

/** The CPUs that the process may use, ascending. */
export function usableCpus({ cpus }: Topology): readonly LogicalCpu[] {
  return cpus.filter(({ isUsable }) => isUsable);
}

/** How many CPUs the process may use, whatever time a quota allows on them. */
export function usableCpuCount(topology: Topology): number {
  return usableCpus(topology).length;
}

/** How many cores have a CPU that the process may use. */
export function coreCount(topology: Topology): number {
  return new Set(usableCpus(topology).map(({ core }) => core)).size;
}

/** Of a quota, what both processes and the engine's own threads take beside the measuring threads, in CPUs. */
export const ownCpuCount = 1;

/** How many threads may measure at once without being stopped by the quota; at least 1. */
export function unthrottledThreadCount(topology: Topology): number {
  const usableCount = usableCpuCount(topology);
  const quota = topology.quotaCpuCount ?? Infinity;
  // With time for every CPU that it may use, a process is never stopped.
  if (quota >= usableCount) return usableCount;
  return Math.max(1, Math.floor(quota) - ownCpuCount);
}

/** The memory domains that threads on some CPUs share. */
export interface MemoryDomains {
  /** Last-level caches; null unless known of each of the CPUs. */
  readonly cacheCount: number | null;
  /** NUMA nodes; null unless known of each of the CPUs. */
  readonly nodeCount: number | null;
}

/** How many last-level caches and NUMA nodes these CPUs span, by their numbers. */
export function domainsOf({ cpus }: Topology, numbers: readonly number[]): MemoryDomains {
  const chosen = numbers.map((number) => cpus.find(({ cpu }) => cpu === number));
  const countOf = (domains: readonly (number | null)[]) =>
    domains.includes(null) ? null : new Set(domains).size;
  return {
    cacheCount: countOf(chosen.map((cpu) => cpu?.cache ?? null)),
    nodeCount: countOf(chosen.map((cpu) => cpu?.node ?? null)),
  };
}
