import * as z from 'zod';

import { cellPointShape } from '../../model/axes.js';
import type { Immutable } from '../../model/immutable.js';
import { placementSchema } from '../../model/placement.js';
import { scalings } from '../../model/vocabulary.js';
import { intervalSchema, knownRatioSchema, placeShape, ratioShape } from '../shapes.js';
import { speedupSchema } from '../study/study-schema.js';

const count = z.int().positive();

/** One thread count of a family, and where its threads ran; null where the system does not say. */
const threadCountSchema = z.strictObject({
  threadCount: count,
  /** Of one thread with weak scaling. */
  problem: cellPointShape.problem,
  coreCount: count.nullable(),
  /** Memory nodes, and last-level caches, that hold a thread. */
  nodeCount: count.nullable(),
  cacheCount: count.nullable(),
  /** Median time of one barrier; null for one thread, and where it was not measured. */
  barrierNs: z.number().nonnegative().nullable(),
  ...placeShape,
});
export type ThreadCountFacts = Immutable<z.infer<typeof threadCountSchema>>;

/** An implementation at one thread count. */
const threadPointSchema = z.strictObject({
  threadCount: count,
  medianNs: z.number().positive(),
  /** Of the elements of all threads together. */
  nsPerElement: z.number().positive(),
  /** Of read + write bytes of all threads together, with its 95% interval. */
  passBytesPerSecond: z.number().positive(),
  ci95BytesPerSecond: intervalSchema.nullable(),
  /** Work per time over that of one thread, paired within rounds; null without one thread, or a shared round. */
  speedup: z.strictObject(ratioShape).nullable(),
  /** The larger of one thread's time over the thread count and the time of full memory; null without one thread. */
  predictedNsPerElement: z.number().positive().nullable(),
  /** Time of the barriers of one call, one behind each pass, over its time; null but for strong scaling. */
  mergeShare: z.number().nonnegative().nullable(),
});
export type ThreadPoint = Immutable<z.infer<typeof threadPointSchema>>;

/** Whether bandwidth stops growing with threads. */
const saturationKinds = [
  'saturated',
  'still rising',
  'proportional',
  'undecided',
  'too few threads',
] as const;

/**
 * The knee: the smallest measured thread count whose bandwidth is within 5% of the largest one. `saturated`: more
 * threads gained nothing. `still rising`: the largest count is significantly ahead of all others, and has less
 * bandwidth than as many times one thread. `proportional`: it has at least 90% of that.
 */
export const saturationSchema = z.strictObject({
  /** Over the thread counts on one memory node alone, or over all. */
  scope: z.enum(['one memory node', 'all']),
  kind: z.enum(saturationKinds),
  largestThreadCount: count,
  /** Null for `too few threads`. */
  knee: z
    .strictObject({
      threadCount: count,
      /** By the intervals: the smallest count that may be within 5%, and the smallest that is. */
      low: count,
      high: count,
    })
    .nullable(),
  /** The largest bandwidth by pass bytes, and at which count. */
  passBytesPerSecond: z.number().positive(),
  atThreadCount: count,
});
export type Saturation = Immutable<z.infer<typeof saturationSchema>>;

/** An implementation over all thread counts. */
const threadCurveSchema = z.strictObject({
  implementation: z.string(),
  kind: z.enum(['algorithm', 'baseline']),
  /** By ascending thread count. */
  points: z.array(threadPointSchema),
  saturations: z.array(saturationSchema),
  /** After the ECM model, from one thread and from full memory; null where one of them was not measured. */
  prediction: z
    .strictObject({
      oneThreadNsPerElement: z.number().positive(),
      /** The shortest time of any thread count: of the baselines of its passes, added, or its own. */
      memoryNsPerElement: z.number().positive(),
      memoryFrom: z.enum(['baselines', 'own']),
      /** The knee that follows: the first over the second, less 5%, rounded up. */
      threadCount: count,
    })
    .nullable(),
  /** Work per time with all hardware threads over that with one a core; null where not both were measured. */
  smt: z
    .strictObject({ threadCount: count, coreThreadCount: count, ratio: knownRatioSchema })
    .nullable(),
});
export type ThreadCurve = Immutable<z.infer<typeof threadCurveSchema>>;

/** From which thread count on an implementation beats the best rival. */
export const payoffSchema = z.strictObject({
  implementation: z.string(),
  /** `from`: faster at that count and all larger ones, not at the one before. `undecided`: too few rounds at some. */
  kind: z.enum(['always', 'from', 'not at the largest', 'never', 'undecided']),
  /** Null but for `from`. */
  threadCount: count.nullable(),
  /** Over the best rival by ascending thread count. */
  gains: z.array(speedupSchema),
});
export type Payoff = Immutable<z.infer<typeof payoffSchema>>;

const { target, cacheState, pages, profile } = cellPointShape;

/** A shape, or out of cache several, over thread counts of one placement and scaling; one thread comes first in each. */
export const threadFamilySchema = z.strictObject({
  target,
  cacheState,
  placement: placementSchema,
  scaling: z.enum(scalings),
  pages,
  profile,
  /** Of the first count. Others differ only where all are out of cache. */
  problem: cellPointShape.problem,
  /** By ascending thread count; at least two. */
  counts: z.array(threadCountSchema),
  /** In the order of the algorithms; memory-only versions are left out. */
  curves: z.array(threadCurveSchema),
  /** Of the study's headline and its form with NT stores, those that were measured. */
  payoffs: z.array(payoffSchema),
});
export type ThreadFamily = Immutable<z.infer<typeof threadFamilySchema>>;
