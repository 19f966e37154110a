import * as z from 'zod';

import { noiseRecordSchema } from '../../model/noise.js';
import { verificationSchema } from '../../model/outcome.js';
import type { Immutable } from '../../model/immutable.js';

/** What a visit to a cell measured. Checked where it comes from another process or from a file. */
export const sampledVisitSchema = z.strictObject({
  status: z.literal('sampled'),
  batchCount: z.int().positive(),
  /** Null unless this was the first visit. */
  verification: verificationSchema.nullable(),
  /** As `Samples` of `worker/sampling.ts`. */
  samples: z.strictObject({
    durationsNs: z.array(z.number().positive()).min(1),
    passDurationsNs: z.array(z.array(z.number())).nullable(),
    threadDurationsNs: z.array(z.array(z.number().nonnegative())).nullable(),
  }),
  noise: noiseRecordSchema,
});
export type SampledVisit = Immutable<z.infer<typeof sampledVisitSchema>>;

/**
 * What a visit gave. `failed`: the output was wrong or the backend threw; the worker lives on. `skipped`: it cannot be
 * measured here, as the first visit showed.
 */
export const visitResultSchema = z.discriminatedUnion('status', [
  sampledVisitSchema,
  z.strictObject({ status: z.literal('skipped'), reason: z.string() }),
  z.strictObject({ status: z.literal('failed'), message: z.string() }),
]);
export type VisitResult = Immutable<z.infer<typeof visitResultSchema>>;
