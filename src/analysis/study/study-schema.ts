import * as z from 'zod';

import { cellPointShape } from '../../model/axes.js';
import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { operationIds } from '../../model/vocabulary.js';
import { knownRatioSchema, placeShape, ratioShape } from '../shapes.js';

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
  /** The ratio of the two memory-only versions; null when one was not measured, or in too few rounds. */
  predictedBySkeletons: z.number().nullable(),
});
export type Speedup = Immutable<z.infer<typeof speedupSchema>>;

const breakEvenKinds = [
  'faster above',
  'faster below',
  'several changes',
  'always faster',
  'always slower',
  'faster or undecided',
  'slower or undecided',
  'undecided',
  'not tested',
] as const;

/** Where the winner changes between an implementation, mostly the headline, and its best rival, over the sizes of the subject. */
export const breakEvenSchema = z.strictObject({
  /** Seen from the implementation; `not tested` with fewer than two sizes. */
  kind: z.enum(breakEvenKinds),
  /**
   * The interval: the last significant winner before the change and the first after it; with several changes
   * before the first and after the last. Null without a change, except that with `faster or undecided` the high one
   * is the size from which it is faster on, if there is one.
   */
  lowProblem: problemSchema.nullable(),
  highProblem: problemSchema.nullable(),
  /** Where it is significantly slower, and most so; null where it is nowhere. */
  largestLoss: speedupSchema.nullable(),
});
export type BreakEven = Immutable<z.infer<typeof breakEvenSchema>>;

/** A claim of the study, held against this run. */
export const judgedClaimSchema = z.strictObject({
  id: z.string(),
  /** What is claimed, in one sentence. */
  claim: z.string(),
  /** `stated`: by the source of the study. `bound`: this tool's own, by its argument with write-allocate counted. */
  origin: z.enum(['stated', 'bound']),
  /** Where the source measured it: `Intel Skylake-X, AVX-512`; null for a claim about every CPU. */
  claimedOn: z.string().nullable(),
  /** The claimed speed-up as a ratio: 1.28 for 28%. Null for a claim without a number. */
  claimedRatio: z.number().nullable(),
  /** What this run measured for it; null when it measured nothing comparable, or in too few rounds. */
  measured: knownRatioSchema.nullable(),
  /**
   * A claim of "up to" on another CPU cannot be refuted: `below` says that less was measured here. `undecided`: tested,
   * but the interval allows too much.
   */
  outcome: z.enum(['consistent', 'exceeds', 'below', 'undecided', 'not tested']),
  /** One line. */
  reason: z.string(),
});
export type JudgedClaim = Immutable<z.infer<typeof judgedClaimSchema>>;
