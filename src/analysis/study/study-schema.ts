import { z } from 'zod';

import { cellPointShape } from '../../model/axes.js';
import type { Immutable } from '../../model/immutable.js';
import { operationIds } from '../../model/vocabulary.js';
import { placeShape, ratioSchema, ratioShape } from '../shapes.js';

/** The study that an analysis answers. */
export const studyFactsSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  operation: z.enum(operationIds),
  headline: z.string(),
  rivals: z.array(z.string()),
  rivalsLabel: z.string(),
  claimsSource: z.string().nullable(),
  /** Ids of the other studies that the document has cells for. */
  otherStudies: z.array(z.string()),
});
export type StudyFacts = Immutable<z.infer<typeof studyFactsSchema>>;

const classifications = ['faster', 'slower', 'no difference'] as const;

/** How many times faster `implementation` is than `over`, both of one operation. */
export const speedupSchema = z.strictObject({
  ...cellPointShape,
  ...placeShape,
  ...ratioShape,
  /** A rival of the study. */
  over: z.string(),
  /** A/A noise of the region: smaller ratios count as ties; 1 where no A/A control was measured. */
  floorRatio: z.number().min(1),
  /** An interval that holds 1, or reaches into the A/A noise, is no difference; null without an interval. */
  classification: z.enum(classifications).nullable(),
  /** The ratio if time were proportional to bytes of that kind. */
  predictedByPassBytes: z.number(),
  predictedByBusBytes: z.number().nullable(),
  /** The ratio of the medians of the two memory-only versions; null when one was not measured. */
  predictedBySkeletons: z.number().nullable(),
});
export type Speedup = Immutable<z.infer<typeof speedupSchema>>;

/** A claim of the study, judged by this run. */
export const judgedClaimSchema = z.strictObject({
  id: z.string(),
  /** What is claimed, in one sentence. */
  claim: z.string(),
  /** `stated`: by the source of the study. `derived`: its argument with write-allocate counted. */
  origin: z.enum(['stated', 'derived']),
  /** The claimed speed-up as a ratio: 1.28 for 28%. Null for a claim without a number. */
  claimedRatio: z.number().nullable(),
  /** What this run measured for it; null when it measured nothing comparable. */
  measured: ratioSchema.nullable(),
  outcome: z.enum(['reproduced', 'not reproduced', 'not comparable']),
  /** One line. */
  reason: z.string(),
});
export type JudgedClaim = Immutable<z.infer<typeof judgedClaimSchema>>;
