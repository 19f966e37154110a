import * as z from 'zod';

import { amountSchema, rateSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

/** The schedulers that are recognized. */
const schedulers = ['slurm', 'kubernetes'] as const;

/** What a scheduler gave to the run. */
export const allocationSchema = z.strictObject({
  scheduler: z.enum(schedulers),
  /** CPUs, such as 1.5; null for no limit, and where it does not say. */
  cpuCount: rateSchema.nullable(),
  /** Null for no limit, and where it does not say. */
  memoryBytes: amountSchema.nullable(),
  /** Until it ends the job, as the run began; null without a limit that is known. */
  secondsLeft: amountSchema.nullable(),
  /** Whether it gave every CPU of the node to this job; null where that is not known. */
  isExclusive: z.boolean().nullable(),
});
export type Allocation = Immutable<z.infer<typeof allocationSchema>>;
