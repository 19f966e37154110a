import * as z from 'zod';

import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { rowRegimes } from '../../softmax/row-traffic.js';
import { intervalSchema, placeShape } from '../shapes.js';
import { speedupSchema } from '../study/study-schema.js';

const positiveCount = z.int().positive();

/** What to ship at one shape of the subject. */
const shapeAnswerSchema = z.strictObject({
  problem: problemSchema,
  ...placeShape,
  /** The fastest, and what ties with it. */
  implementation: z.string(),
  ties: z.array(z.string()),
  /** False when some were measured in too few rounds. */
  isDecided: z.boolean(),
  /** Over the best rival of the study; null for a rival itself. */
  gain: speedupSchema.nullable(),
});
export type ShapeAnswer = Immutable<z.infer<typeof shapeAnswerSchema>>;

/** What an implementation gains over its best rival at the shapes of one length of rows. */
const lengthGainSchema = z.strictObject({
  implementation: z.string(),
  /** What stays of its rows; null where that is nowhere known. */
  regime: z.enum(rowRegimes).nullable(),
  /** Smallest and largest ratio. */
  ratios: intervalSchema,
  /** `faster` where it is at every shape; null where a shape is undecided and none contradicts. */
  classification: z.enum(['faster', 'slower', 'no difference', 'mixed']).nullable(),
});
export type LengthGain = Immutable<z.infer<typeof lengthGainSchema>>;

/** Batches in DRAM of rows of one length. */
const rowLengthSchema = z.strictObject({
  columns: positiveCount,
  /** Of x and y together. */
  rowBytes: positiveCount,
  /** In the order of the plan. */
  problems: z.array(problemSchema),
  /** The study's headline, with ordinary stores; null where it and a rival were not both measured. */
  headline: lengthGainSchema.nullable(),
  /** The best of those with NT stores. */
  nonTemporal: lengthGainSchema.nullable(),
});
export type RowLength = Immutable<z.infer<typeof rowLengthSchema>>;

/** What the subject says of batches of rows. */
export const batchesSchema = z.strictObject({
  /** By ascending shape. */
  shapes: z.array(shapeAnswerSchema),
  /** The same among implementations with ordinary stores. */
  ordinaryShapes: z.array(shapeAnswerSchema),
  /** Ascending. */
  rowLengths: z.array(rowLengthSchema),
});
export type Batches = Immutable<z.infer<typeof batchesSchema>>;
