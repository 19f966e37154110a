import * as z from 'zod';

import { cellPointShape } from '../../model/axes.js';
import { externalSchema } from '../../model/external.js';
import type { Immutable } from '../../model/immutable.js';
import { verificationSchema } from '../../model/outcome.js';
import { targets } from '../../model/vocabulary.js';
import { intervalSchema, placeShape, ratioShape } from '../shapes.js';

/** Streams of N, the bytes of one array. */
const streamCount = z.number().nonnegative();

/** How many times faster an implementation of this tool is at the same point, paired within rounds. */
const externalGainSchema = z.strictObject({
  implementation: z.string(),
  target: z.enum(targets),
  ...ratioShape,
  /** Of the implementation against the external one; null for too few rounds. */
  classification: z.enum(['faster', 'slower', 'no difference']).nullable(),
});
export type ExternalGain = Immutable<z.infer<typeof externalGainSchema>>;

/** One external implementation at one point. */
const externalResultSchema = z.strictObject({
  implementation: z.string(),
  kind: externalSchema.shape.kind,
  title: externalSchema.shape.title,
  version: externalSchema.shape.version,
  memory: externalSchema.shape.memory,
  remark: externalSchema.shape.remark,
  sampleCount: z.int().positive(),
  medianNs: z.number().positive(),
  ci95Ns: intervalSchema.nullable(),
  nsPerElement: z.number().positive(),
  verification: verificationSchema,
  /** By its declared passes, reads and writes, and with write-allocate; null where nobody declared them. */
  declaredPassStreams: streamCount.nullable(),
  declaredBusStreams: streamCount.nullable(),
  /**
   * What copy moves in the same time, with write-allocate: where memory limits it, what the implementation moves. Null
   * in cache and without copy.
   */
  impliedBusStreams: streamCount.nullable(),
  /** The fastest implementation of this tool first, then the others that say what a change would gain. */
  gains: z.array(externalGainSchema).min(1),
});
export type ExternalResult = Immutable<z.infer<typeof externalResultSchema>>;

/** What a group has in common. */
const pointShape = z
  .strictObject(cellPointShape)
  .omit({ implementation: true, target: true }).shape;

/** External implementations at one point, against those of this tool. */
export const externalComparisonSchema = z.strictObject({
  ...pointShape,
  ...placeShape,
  /** The implementation of this tool with the shortest median time, of all targets. */
  best: z.strictObject({
    implementation: z.string(),
    target: z.enum(targets),
    nsPerElement: z.number().positive(),
  }),
  /** The lowest read + copy floor of this tool's implementations there; null where baselines are missing. */
  floorNsPerElement: z.number().positive().nullable(),
  /** By ascending time. */
  rows: z.array(externalResultSchema).min(1),
});
export type ExternalComparison = Immutable<z.infer<typeof externalComparisonSchema>>;
