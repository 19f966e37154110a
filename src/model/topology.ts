import { z } from 'zod';

import { mostThreads, rateSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

/** One hardware thread that is switched on. */
const logicalCpuSchema = z.strictObject({
  /** Its number in the operating system. */
  cpu: z.int().nonnegative(),
  /** CPUs with the same number here are hardware threads of one core: the smallest of their CPU numbers. */
  core: z.int().nonnegative(),
  package: z.int().nonnegative(),
  /** Its memory node; null where the system does not say. */
  node: z.int().nonnegative().nullable(),
  /** CPUs with the same number here share the last-level cache: the smallest of their CPU numbers; null if unknown. */
  cache: z.int().nonnegative().nullable(),
  /** Speed of its kind of core against the fastest of the machine: 1 where all are of one kind. */
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
