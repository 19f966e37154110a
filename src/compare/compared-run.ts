import * as z from 'zod';

import { runFactsSchema } from '../analysis/analysis.js';
import { sweepShape } from '../analysis/shapes.js';
import { breakEvenSchema } from '../analysis/study/study-schema.js';
import { cellPointShape } from '../model/axes.js';
import { externalSchema } from '../model/external.js';
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

const isPosition = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Which points there are of one quantity of one implementation; the other fields of `SeriesHead` are its sweep's. */
const seriesLayoutSchema = z
  .strictObject({
    operation,
    implementation,
    quantity: z.enum(quantities),
    over: z.string().nullable(),
    stores: z.string(),
    /** Position of its first point in the columns of the sweep; the others follow. */
    first: z.int().nonnegative(),
    /** Positions in the `problems` of the sweep, ascending, one a point; never empty. */
    at: columnOf(isPosition),
    /** Processes that measured the point. */
    processCounts: columnOf(isPosition),
  })
  .refine(({ at, processCounts }) => at.length > 0 && processCounts.length === at.length, {
    path: ['at'],
    error: 'expected columns of one length',
  });
export type SeriesLayout = Immutable<z.infer<typeof seriesLayoutSchema>>;

/** Which points a sweep has: mostly the same for all runs of a plan, which then share it in memory. */
export const sweepLayoutSchema = z
  .strictObject({
    /** Ascending. */
    problems: z.array(problemSchema),
    series: z.array(seriesLayoutSchema),
  })
  .refine(
    ({ problems, series }) =>
      series.every(({ at }) => at.every((position) => position < problems.length)),
    { path: ['series'], error: 'expected positions in problems' },
  )
  .refine(({ series }) => series.every(({ first }, index) => first === endOf(series[index - 1])), {
    path: ['series'],
    error: 'expected points without a gap',
  });
export type SweepLayout = Immutable<z.infer<typeof sweepLayoutSchema>>;

function endOf(series: Pick<SeriesLayout, 'first' | 'at'> | undefined): number {
  return series === undefined ? 0 : series.first + series.at.length;
}

/** Points of all series of a sweep. */
export function pointCountOf({ series }: SweepLayout): number {
  return endOf(series.at(-1));
}

/** The answer of the run's analysis for one sweep, about the study of `operation`. */
const sweepAnswerSchema = z.strictObject({
  operation,
  /** What to ship at the largest sizes, and what ties with it; null when nothing was to choose from. */
  shipped: z.strictObject({ implementation: z.string(), ties: z.array(z.string()) }).nullable(),
  breakEven: breakEvenSchema.omit({ largestLoss: true }),
});
export type SweepAnswer = Immutable<z.infer<typeof sweepAnswerSchema>>;

/** What is known of a sweep besides its points. */
export const sweepFactsSchema = z.strictObject({
  ...sweepShape,
  /** By the analysis, which may have measured the last level. */
  boundaries: z.array(cacheBoundarySchema).min(1),
  /** A/A noise, one entry for each region; none without A/A controls. */
  floors: z.array(z.strictObject({ region: regionSchema, floorRatio: z.number().min(1) })),
  /** Of the first study that the run has cells of; null when it has none. */
  answer: sweepAnswerSchema.nullable(),
});

/** The points of a sweep in columns, by series; 32-bit numbers, which are more precise than any measurement. */
export interface SweepNumbers {
  /** In the unit of the quantity. */
  readonly values: Float32Array;
  /** Ends of 95% intervals, from the rounds of the run alone; NaN for too few rounds. */
  readonly lows: Float32Array;
  readonly highs: Float32Array;
}

/** One sweep of one run. */
export interface ReducedSweep extends Immutable<z.infer<typeof sweepFactsSchema>>, SweepNumbers {
  readonly layout: SweepLayout;
}

/** What a comparison needs of one result besides its sweeps. */
export const runHeadSchema = z.strictObject({
  run: runFactsSchema,
  machine: machineSchema,
  input: distributionSchema,
  /** What the timed region did with subnormal numbers: `flushed`, `kept`, or both for two backends. */
  denormals: z.string(),
  /** What the system gave for each kind of pages; whether any of it were huge pages, null if unknown. */
  workspaces: z.array(
    z.strictObject({ pages, pageSizeBytes, hasHugePages: z.boolean().nullable() }),
  ),
  /** External implementations that were measured. */
  externals: z.array(externalSchema.pick({ id: true, version: true })),
  /** What gave wrong results or ended its process: `two-pass on avx512`. */
  failed: z.array(z.string()),
});
export type RunHead = Immutable<z.infer<typeof runHeadSchema>>;

/** What a comparison needs of one result: some kilobytes of the megabytes that it may have. */
export interface ReducedRun extends RunHead {
  readonly sweeps: readonly ReducedSweep[];
}

/** A reduced run, and the file that it is of. */
export interface ComparedRun extends ReducedRun {
  readonly path: string;
  /** Whether that file is a table of many runs, without their samples. */
  readonly isFromTable?: boolean;
}
