import * as z from 'zod';

import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { storeKinds } from '../../model/vocabulary.js';
import { passIds } from '../../softmax/passes.js';
import {
  intervalSchema,
  knownRatioSchema,
  ratioShape,
  sweepShape,
  verdictSchema,
} from '../shapes.js';

const streams = z.array(z.enum(['x', 'y']));

/** One pass of a cell, sampled with the clock read between passes. */
const passShape = {
  /** From 0, the position in the algorithm. */
  index: z.int().nonnegative(),
  pass: z.enum(passIds),
  store: z.enum(storeKinds),
  reads: streams,
  writes: streams,
  sampleCount: z.int().positive(),
  medianNs: z.number(),
  madNs: z.number().nonnegative(),
  ci95Ns: intervalSchema.nullable(),
  /** Null without an interval: too few rounds, or too short for the clock. */
  passBytesPerSecond: z.number().nullable(),
  busBytesPerSecond: z.number().nullable(),
};
export const passAnalysisSchema = z.strictObject(passShape);
export type PassAnalysis = Immutable<z.infer<typeof passAnalysisSchema>>;

/** A pass out of cache, or a baseline, whose one pass it is. */
export const passTableRowSchema = z.strictObject({
  ...sweepShape,
  problem: problemSchema,
  ...passShape,
  implementation: z.string(),
  kind: z.enum(['algorithm', 'baseline']),
  /** The baseline with the same reads, writes and stores; null if it was not measured, or is this one. */
  baseline: z.string().nullable(),
  /** Speed over that of the baseline, paired within rounds; null without one, or in too few rounds. */
  baselineFraction: knownRatioSchema.nullable(),
  /** On `baselineFraction`. */
  verdict: verdictSchema.nullable(),
  /** Speed over that of the same pass in the memory-only version. */
  skeletonFraction: knownRatioSchema.nullable(),
});
export type PassTableRow = Immutable<z.infer<typeof passTableRowSchema>>;

/** Whether ordinary stores read the line that they are about to overwrite. */
export const writeAllocateProbeSchema = z.strictObject({
  ...sweepShape,
  problem: problemSchema,
  /** Time of copy over that of copy-nt. Bytes alone give 1.5 with the read and 1 without. */
  copyOverNonTemporal: z.strictObject(ratioShape),
  /** Share of the allocation reads that are avoided or hidden, (1.5 - ratio) / 0.5 within [0, 1]; null if undecided. */
  avoidedShare: z.number().min(0).max(1).nullable(),
  conclusion: z.enum(['allocates', 'partly', 'avoids', 'undecided']),
  /** One sentence. */
  explanation: z.string(),
});
export type WriteAllocateProbe = Immutable<z.infer<typeof writeAllocateProbeSchema>>;
