import * as z from 'zod';

import type { Immutable } from '../../model/immutable.js';
import { stopReasons } from '../../model/outcome.js';
import { problemSchema } from '../../model/problem-schema.js';
import { regionSchema } from '../../model/region-schema.js';
import { knownRatioSchema, ratioShape, sweepShape } from '../shapes.js';

const count = z.int().nonnegative();
const positiveCount = z.int().positive();

const floorShape = {
  ...sweepShape,
  region: regionSchema,
  /** The ratio or its inverse, whichever is above 1: smaller differences in that region count as ties. */
  floorRatio: z.number().min(1),
};

/** The part of A/A noise that decides what may be claimed. */
export type FloorRatio = Immutable<z.infer<z.ZodObject<typeof floorShape>>>;

/** What an A/A control differs by from its original; `ratio` is that of control and original. */
export const aaNoiseSchema = z.strictObject({
  ...floorShape,
  ...ratioShape,
  /** Null for too few rounds, which show no noise floor. */
  floorRatio: floorShape.floorRatio.nullable(),
  implementation: z.string(),
  problem: problemSchema,
});
export type AaNoise = Immutable<z.infer<typeof aaNoiseSchema>>;

const disturbanceCauses = [
  'pause',
  'steal time',
  'contention',
  'context switches',
  'page faults',
  'low clock',
] as const;
export type DisturbanceCause = (typeof disturbanceCauses)[number];

/** Rounds of a group in which the machine did something else as well. None is dropped. */
const disturbancesSchema = z.strictObject({
  roundCount: count,
  disturbedCount: count,
  /** A round can have several causes. */
  causes: z.array(z.strictObject({ cause: z.enum(disturbanceCauses), roundCount: positiveCount })),
  /** The most that a cell's median would change without them, as a share; null without a cell with enough other rounds. */
  largestMedianChange: z.number().nullable(),
});
export type Disturbances = Immutable<z.infer<typeof disturbancesSchema>>;

/** The ratio of one round. */
const roundRatioSchema = z.strictObject({
  round: count,
  process: count,
  ratio: z.number(),
  isDisturbed: z.boolean(),
});
export type RoundRatio = Immutable<z.infer<typeof roundRatioSchema>>;

/** The ratio that the answer is about, round by round. */
const headlineSchema = z.strictObject({
  ...sweepShape,
  problem: problemSchema,
  implementation: z.string(),
  over: z.string(),
  /** In the order of time. */
  rounds: z.array(roundRatioSchema),
  /** By the test of `statistics/trend.ts`; null for too few rounds. */
  trend: z.enum(['rising', 'falling', 'none']).nullable(),
  /** Share of the variance of a round's ratio that lies between processes; null for one process or too few rounds. */
  betweenProcessShare: z.number().nullable(),
  /** The ratio without the disturbed rounds; null when none were disturbed, or too few were not. */
  undisturbed: knownRatioSchema.nullable(),
});
export type Headline = Immutable<z.infer<typeof headlineSchema>>;

/**
 * How narrow the intervals are. Half-widths are shares on a logarithmic scale; null where most of what they
 * are of has too few rounds for an interval.
 */
const precisionSchema = z.strictObject({
  /** Measured configurations of the study. */
  cellCount: count,
  /** Those whose median is within the target precision of the config, out of cache and in cache. */
  reachedCount: count,
  medianHalfWidth: z.number().nullable(),
  /** Of the headline ratio. */
  headlineHalfWidth: z.number().nullable(),
});

/** How steady the machine was, and what that means for the figures. */
export const steadinessSchema = z.strictObject({
  /** Processes that measured one after the other, those that replaced a crashed one included. */
  processCount: count,
  precision: precisionSchema,
  /** Why cells were not measured further; reasons without a cell are left out. */
  stopCounts: z.array(z.strictObject({ reason: z.enum(stopReasons), cellCount: positiveCount })),
  /** Share of the wall time of the run that was spent in kernels and cache setup. */
  sampledShare: z.number().nullable(),
  /** Median of the clock that dependent instructions seemed to run at. */
  usualClockHz: z.number().nullable(),
  /** CPUs that other programs kept busy while samples were taken, on average. */
  otherCpuLoad: z.number().nullable(),
  disturbances: disturbancesSchema,
  /** Null when the headline and a rival were not measured together. */
  headline: headlineSchema.nullable(),
});
export type Steadiness = Immutable<z.infer<typeof steadinessSchema>>;
