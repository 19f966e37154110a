import { z } from 'zod';

import { runFactsSchema } from '../analysis/analysis.js';
import { sweepShape } from '../analysis/shapes.js';
import { breakEvenSchema } from '../analysis/study/study-schema.js';
import { cellPointShape } from '../model/axes.js';
import type { Immutable } from '../model/immutable.js';
import { machineSchema } from '../model/machine.js';
import { problemSchema } from '../model/problem-schema.js';
import { cacheBoundarySchema, regionSchema } from '../model/region-schema.js';
import { distributionSchema } from '../model/run-config.js';
import { workspacePagesSchema } from '../model/session.js';
import { quantities } from './series.js';

const { operation, implementation } = cellPointShape;
const { pages, pageSizeBytes } = workspacePagesSchema.shape;

/** An array in which each item passes the test; a schema of the items would take ten times as long. */
function columnOf<Item>(isItem: (value: unknown) => value is Item) {
  return z.custom<readonly Item[]>((value) => Array.isArray(value) && value.every(isItem));
}

const isPositive = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < Infinity;
const isPosition = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Ends of 95% intervals, from the rounds of the run alone; null for too few rounds. */
const ends = columnOf((value) => value === null || isPositive(value));

/**
 * What one run says of one quantity of one implementation; the other fields of `SeriesHead` are its sweep's.
 * Points are columns of one length, never 0, which take a third of the space of objects.
 */
const reducedSeriesSchema = z
  .strictObject({
    operation,
    implementation,
    quantity: z.enum(quantities),
    over: z.string().nullable(),
    stores: z.string(),
    /** Positions in the `problems` of the sweep, ascending. */
    at: columnOf(isPosition),
    /** In the unit of the quantity. */
    values: columnOf(isPositive),
    lows: ends,
    highs: ends,
    /** Processes that measured the point. */
    processCounts: columnOf(isPosition),
  })
  .refine(
    ({ at, values, lows, highs, processCounts }) =>
      at.length > 0 &&
      [values, lows, highs, processCounts].every(({ length }) => length === at.length),
    { path: ['values'], error: 'expected columns of one length' },
  );

/** The answer of the run's analysis for one sweep, about the study of `operation`. */
const sweepAnswerSchema = z.strictObject({
  operation,
  /** What to ship at the largest sizes, and what ties with it; null when nothing was to choose from. */
  shipped: z.strictObject({ implementation: z.string(), ties: z.array(z.string()) }).nullable(),
  breakEven: breakEvenSchema.omit({ largestLoss: true }),
});
export type SweepAnswer = Immutable<z.infer<typeof sweepAnswerSchema>>;

const reducedSweepSchema = z
  .strictObject({
    ...sweepShape,
    /** Ascending. */
    problems: z.array(problemSchema),
    /** By the analysis, which may have measured the last level. */
    boundaries: z.array(cacheBoundarySchema).min(1),
    /** A/A noise, one entry for each region; none without A/A controls. */
    floors: z.array(z.strictObject({ region: regionSchema, floorRatio: z.number().min(1) })),
    /** Of the first study that the run has cells of; null when it has none. */
    answer: sweepAnswerSchema.nullable(),
    series: z.array(reducedSeriesSchema),
  })
  .refine(
    ({ problems, series }) =>
      series.every(({ at }) => at.every((position) => position < problems.length)),
    { path: ['series'], error: 'expected positions in problems' },
  );
export type ReducedSweep = Immutable<z.infer<typeof reducedSweepSchema>>;

/** What a comparison needs of one result: some kilobytes of the megabytes that it may have. */
export const reducedRunSchema = z.strictObject({
  run: runFactsSchema,
  machine: machineSchema,
  input: distributionSchema,
  /** What the timed region did with subnormal numbers: `flushed`, `kept`, or both for two backends. */
  denormals: z.string(),
  /** What the system gave for each kind of pages; whether any of it were huge pages, null if unknown. */
  workspaces: z.array(
    z.strictObject({ pages, pageSizeBytes, hasHugePages: z.boolean().nullable() }),
  ),
  /** What gave wrong results or ended its process: `two-pass on avx512`. */
  failed: z.array(z.string()),
  sweeps: z.array(reducedSweepSchema),
});
export type ReducedRun = Immutable<z.infer<typeof reducedRunSchema>>;

/** A reduced run, and the file that it is of. */
export interface ComparedRun extends ReducedRun {
  readonly path: string;
  /** Whether that file is a table of many runs, without their samples. */
  readonly isFromTable?: boolean;
}
