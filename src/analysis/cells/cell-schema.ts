import * as z from 'zod';

import { cellPointShape } from '../../model/axes.js';
import { cellSchema } from '../../model/cell.js';
import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { cacheBoundarySchema } from '../../model/region-schema.js';
import { rowRegimes } from '../../softmax/row-traffic.js';
import { passAnalysisSchema } from '../passes/pass-schema.js';
import {
  intervalSchema,
  knownRatioSchema,
  placeShape,
  sweepShape,
  verdictSchema,
} from '../shapes.js';

const positiveCount = z.int().positive();

/** What weakens the figures of a cell. */
const cellFlags = [
  'few-samples',
  'interrupted',
  'stolen-time',
  'page-faults',
  'context-switches',
  'uneven-threads',
  'above-read-bandwidth',
  'above-peak-bandwidth',
] as const;
export type CellFlag = (typeof cellFlags)[number];

/** The caches as one sweep sees them. */
const cacheFindingsSchema = z.strictObject({
  /** Ascending capacity, the last one `LLC`. Working sets within a factor of 2 are transitions. */
  boundaries: z.array(cacheBoundarySchema),
  /** Null when the system reports nothing or nonsense. */
  reportedLastLevelBytes: positiveCount.nullable(),
  /** By the probe before the run, else where read (or copy) falls to DRAM speed; null when neither shows. */
  measuredLastLevelBytes: positiveCount.nullable(),
  /** One sentence: which size is used and why. */
  explanation: z.string(),
});
export type CacheFindings = Immutable<z.infer<typeof cacheFindingsSchema>>;

/** A sweep that was measured. */
export const sweepFactsSchema = z.strictObject({
  ...sweepShape,
  /** Ascending; never empty. */
  problems: z.array(problemSchema),
  /** The shape that tables and claims use for DRAM; null when none left the caches. */
  outOfCacheProblem: problemSchema.nullable(),
  /** False when that shape lies in DRAM, but is not out of cache. */
  isOutOfCache: z.boolean(),
  caches: cacheFindingsSchema,
});
export type SweepFacts = Immutable<z.infer<typeof sweepFactsSchema>>;

const rowTrafficSchema = z.strictObject({
  regime: z.enum(rowRegimes),
  /** Predicted, of one call; `busBytesPerSecond` is what the time makes of them. Null when the C library chooses the stores. */
  busBytes: intervalSchema.nullable(),
});

/** One measured cell. Times are of one call; bandwidths are bytes over the median time. */
const cellFactsShape = {
  ...cellPointShape,
  ...placeShape,
  id: z.string(),
  kind: z.enum(['algorithm', 'baseline', 'skeleton']),
  sampleCount: positiveCount,
  batchCount: positiveCount,
  medianNs: z.number().positive(),
  /** Median absolute deviation, unscaled. */
  madNs: z.number().nonnegative(),
  /** Interval of the median; null for too few rounds. */
  ci95Ns: intervalSchema.nullable(),
  nsPerElement: z.number().positive(),
  usefulBytesPerSecond: z.number(),
  passBytesPerSecond: z.number(),
  /** Null when the C library chooses the kind of store, and where a row stays in cache partly. */
  busBytesPerSecond: z.number().nullable(),
  // Ratios are null when the other side was not measured, or in too few rounds for an interval.
  /** Pass bandwidth over that of libc-memcpy in the same group. */
  memcpyFraction: knownRatioSchema.nullable(),
  /** copy's median time by pass bytes (paper, section 3) and by bus bytes; null without copy. */
  predictedByPassBytesNs: z.number().nullable(),
  predictedByBusBytesNs: z.number().nullable(),
  /** Measured time over the predicted one, paired within rounds: 1 means that the model is right. */
  overPassPrediction: knownRatioSchema.nullable(),
  overBusPrediction: knownRatioSchema.nullable(),
  /** The read + copy floor: the median times of the baselines of its passes, added; null when one is missing. */
  floorNs: z.number().positive().nullable(),
  /** The floor over the time, paired within rounds: above 1 it is faster than its baselines one after the other. */
  floorFraction: knownRatioSchema.nullable(),
  /** On `floorFraction`. */
  verdict: verdictSchema.nullable(),
  /** Median of the same passes without arithmetic; null for what has no memory-only version. */
  skeletonNs: z.number().nullable(),
  /** Speed over that of the memory-only version: 1 means that arithmetic costs nothing. */
  skeletonFraction: knownRatioSchema.nullable(),
  /** Of a batch of rows: what stays of a row between its passes (`rowTrafficOf`); absent for one row, and in the first cache. */
  rows: rowTrafficSchema.optional(),
  /** Time of the slowest thread over that of the median thread; null for one thread. */
  threadSpread: z.number().positive().nullable(),
  flags: z.array(z.enum(cellFlags)),
};
export type CellFacts = Immutable<z.infer<z.ZodObject<typeof cellFactsShape>>>;

/** One measured cell with its passes. */
export const cellAnalysisSchema = z.strictObject({
  ...cellFactsShape,
  /** In the order of the algorithm; one-pass algorithms have one; null when not sampled by pass. */
  passes: z.array(passAnalysisSchema).nullable(),
});
export type CellAnalysis = Immutable<z.infer<typeof cellAnalysisSchema>>;

/** A figure that cannot be true; its cell carries a flag. */
export const impossibleFigureSchema = z.strictObject({
  cellId: z.string(),
  limit: z.enum(['read bandwidth', 'peak bandwidth']),
  /** Of the bytes that the limit applies to (see `cells/impossible.ts`), and the limit. */
  bytesPerSecond: z.number(),
  limitBytesPerSecond: z.number(),
  /** One sentence. */
  explanation: z.string(),
});
export type ImpossibleFigure = Immutable<z.infer<typeof impossibleFigureSchema>>;

/** Cells that were not measured for one and the same reason. */
export const unmeasuredGroupSchema = z.strictObject({
  status: z.enum(['failed', 'skipped']),
  /** As the document has it. */
  reason: z.string(),
  cells: z.array(cellSchema),
});
export type UnmeasuredGroup = Immutable<z.infer<typeof unmeasuredGroupSchema>>;
