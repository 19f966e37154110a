import * as z from 'zod';

import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { intervalSchema, placeShape, sweepShape, verdictSchema } from '../shapes.js';
import { payoffSchema, saturationSchema } from '../threads/thread-schema.js';
import { breakEvenSchema, judgedClaimSchema, speedupSchema } from './study-schema.js';

const count = z.int().nonnegative();
const share = z.number().nonnegative();

/** Consecutive sizes at which the same implementation is fastest or ties with the fastest. */
const shipRangeSchema = z.strictObject({
  /** The smallest and the largest size of it that was measured. */
  lowProblem: problemSchema,
  highProblem: problemSchema,
  /**
   * What to ship: the fastest of what wins or ties at every size; at the largest sizes the study's
   * headline, where it is among them and gains.
   */
  implementation: z.string(),
  /** The others that win or tie at every size. */
  ties: z.array(z.string()),
  /** False when a size had too few rounds to tell. */
  isDecided: z.boolean(),
  /**
   * Over the best rival of the study, the one over which it is least, at the out-of-cache size if that lies in
   * the range, else at the largest; null for a rival itself.
   */
  gain: speedupSchema.nullable(),
  /** Smallest and largest ratio over the best rival among the sizes; null for a rival itself. */
  gainRange: intervalSchema.nullable(),
  /** The same of the study's headline, where that is not what to ship; null where it was not measured. */
  headlineRange: intervalSchema.nullable(),
});
export type ShipRange = Immutable<z.infer<typeof shipRangeSchema>>;

/** What to ship in one state of the caches, by ascending size. */
const stateAnswerSchema = z.strictObject({
  ...sweepShape,
  ranges: z.array(shipRangeSchema),
  /** The same among implementations with ordinary stores. */
  ordinaryRanges: z.array(shipRangeSchema),
});
export type StateAnswer = Immutable<z.infer<typeof stateAnswerSchema>>;

/** Implementations that the same thing limits. */
const limitGroupSchema = z.strictObject({
  /** Null where it is not known; `missingBaselines` or too few rounds say why. */
  verdict: verdictSchema.nullable(),
  implementations: z.array(z.string()),
  /** Smallest and largest speed over the read + copy floor; null where that is not known. */
  floorFraction: intervalSchema.nullable(),
  /** Baselines of the floor that were not measured. */
  missingBaselines: z.array(z.string()),
});
export type LimitGroup = Immutable<z.infer<typeof limitGroupSchema>>;

const limitShape = {
  /** The size that `limits` are about; null if nothing was measured. */
  limitPlace: z.strictObject({ problem: problemSchema, ...placeShape }).nullable(),
  /** By verdict, in the order of `verdicts`. */
  limits: z.array(limitGroupSchema),
};

/** The answer for one thread, or for the most threads of a scaling, in the cache state of the subject. */
const threadAnswerSchema = z.strictObject({
  ...sweepShape,
  ...limitShape,
  /** At the largest sizes; null with one implementation. */
  range: shipRangeSchema.nullable(),
  /** The same among implementations with ordinary stores. */
  ordinaryRange: shipRangeSchema.nullable(),
  /** The study's headline over its best rival at the size of the limits. */
  headlineGain: speedupSchema.nullable(),
  /** Of copy, else of read, at that size; null for one thread. */
  saturation: saturationSchema.nullable(),
  /** From how many threads on the headline and its form with NT stores are faster there; empty for one thread. */
  payoffs: z.array(payoffSchema.omit({ gains: true })),
});
export type ThreadAnswer = Immutable<z.infer<typeof threadAnswerSchema>>;

/** How far to trust the answer. */
const trustSchema = z.strictObject({
  /** As a share; null when the headline has no interval. */
  headlineHalfWidth: z.number().nullable(),
  /** Configurations within the target precision, of all that were measured. */
  reachedCount: count,
  cellCount: count,
  processCount: count,
  isVirtualMachine: z.boolean(),
  /** Another program translated the kernels: times mean nothing. */
  isEmulated: z.boolean(),
  /** CPUs that other programs kept busy, on average; null when it is not known. */
  otherCpuLoad: z.number().nullable(),
  /** Of the rounds of the headline's group those in which the machine did something else as well. */
  disturbedShare: share,
  isComplete: z.boolean(),
  warningCount: count,
});
export type Trust = Immutable<z.infer<typeof trustSchema>>;

/** The answer: which implementation to ship at which size, by how much, why, and how far to trust it. */
export const answerSchema = z.strictObject({
  /** Each state of the caches on the target of the subject, that of the subject first; empty if nothing was measured. */
  states: z.array(stateAnswerSchema),
  /** The study's headline over its best rival at the out-of-cache size of the subject. */
  headlineGain: speedupSchema.nullable(),
  breakEven: breakEvenSchema,
  /**
   * What to ship at the largest sizes of the subject, of batches at their out-of-cache shape, where that is neither the headline nor a rival: the same of it.
   * Null otherwise, and where it was not measured out of cache.
   */
  shipped: z
    .strictObject({
      implementation: z.string(),
      gain: speedupSchema,
      breakEven: breakEvenSchema,
    })
    .nullable(),
  ...limitShape,
  /** One thread, then the most threads of each scaling; empty where one thread count was measured. */
  threads: z.array(threadAnswerSchema),
  trust: trustSchema,
  /** What the source of the study states for this target; empty for a study without claims. */
  claims: z.array(judgedClaimSchema),
});
export type Answer = Immutable<z.infer<typeof answerSchema>>;
