import * as z from 'zod';

import {
  amountSchema,
  durationSchema,
  mostPasses,
  mostProcesses,
  mostSamples,
  mostThreads,
  roundSchema,
  readingSchema,
  sentenceSchema,
} from './bounds.js';
import { cellSchema } from './cell.js';
import type { Immutable } from './immutable.js';
import { noiseLedgerSchema } from './noise.js';

/** How far an output was from the float64 oracle before its cell was timed; null where nothing of the kind is computed. */
export const verificationSchema = z.strictObject({
  /** Largest error in the units that the operation states (`softmax/operations.ts`). */
  maxUlpError: amountSchema.nullable(),
  /** Largest |got - expected| / |expected|. */
  maxRelativeError: amountSchema.nullable(),
  /** |sum of the probabilities - 1|. */
  sumError: amountSchema.nullable(),
  /** Share of outputs that are exactly 0. */
  zeroOutputShare: z.number().min(0).max(1).nullable(),
  /** Outputs compared element by element; the sum covers all of them. */
  comparedElementCount: z.int().nonnegative(),
});
export type Verification = Immutable<z.infer<typeof verificationSchema>>;

/**
 * Why no more samples were taken: the group's medians are known well enough, the time budget or the
 * largest number of rounds was used up, or the run ended before any of these (Ctrl-C, a crash).
 */
export const stopReasons = ['converged', 'budget', 'rounds', 'interrupted'] as const;
export type StopReason = (typeof stopReasons)[number];

const measuredSchema = z
  .strictObject({
    status: z.literal('measured'),
    cell: cellSchema,
    verification: verificationSchema,
    /** Calls averaged in each sample. */
    batchCount: z
      .int()
      .min(1)
      .max(2 ** 32),
    /** Of one call of the whole algorithm. Raw, one entry a sample, never trimmed. */
    durationsNs: z.array(durationSchema).min(1).max(mostSamples),
    /**
     * Indexed by pass, then by sample, with the clock read between passes: of long calls those of
     * `durationsNs`, of others as many calls besides. Null when not sampled, and for one-pass
     * algorithms, where it would say nothing new. A pass can be shorter than the cost of the clock that
     * is subtracted from it.
     */
    passDurationsNs: z.array(z.array(readingSchema)).min(1).max(mostPasses).nullable(),
    /**
     * Indexed by thread, then by sample: from the barrier to the end of that thread. Null for one thread; absent in
     * results of earlier versions, which had no more.
     */
    threadDurationsNs: z
      .array(z.array(z.number().min(0).max(1e15)))
      .min(2)
      .max(mostThreads)
      .nullable()
      .optional(),
    /** The round of each entry of `durationsNs`. */
    rounds: z.array(roundSchema),
    /** The measuring process of each entry of `durationsNs`, counted from 0 over the run. */
    processes: z.array(
      z
        .int()
        .min(0)
        .max(mostProcesses - 1),
    ),
    /** One entry a round in each array, of the time in which this cell's samples were taken. */
    noise: noiseLedgerSchema,
    stopReason: z.enum(stopReasons),
  })
  .refine(({ durationsNs, rounds }) => durationsNs.length === rounds.length, {
    path: ['rounds'],
    error: 'expected one round for each of durationsNs',
  })
  .refine(({ durationsNs, processes }) => durationsNs.length === processes.length, {
    path: ['processes'],
    error: 'expected one process for each of durationsNs',
  })
  .refine(({ durationsNs, noise }) => noise.round.length <= durationsNs.length, {
    path: ['noise'],
    error: 'expected at most one entry for each of durationsNs',
  })
  .refine(({ durationsNs, passDurationsNs }) => areAsMany(passDurationsNs, durationsNs), {
    path: ['passDurationsNs'],
    error: 'expected one duration for each of durationsNs in every pass',
  })
  .refine(({ durationsNs, threadDurationsNs }) => areAsMany(threadDurationsNs, durationsNs), {
    path: ['threadDurationsNs'],
    error: 'expected one duration for each of durationsNs in every thread',
  });

function areAsMany(
  lists: readonly (readonly number[])[] | null | undefined,
  durationsNs: readonly number[],
): boolean {
  return (lists ?? []).every(({ length }) => length === durationsNs.length);
}

/** What became of a cell. */
export const cellOutcomeSchema = z.discriminatedUnion('status', [
  measuredSchema,
  z.strictObject({ status: z.literal('skipped'), cell: cellSchema, reason: sentenceSchema }),
  z.strictObject({
    status: z.literal('failed'),
    cell: cellSchema,
    message: sentenceSchema,
    /** What was measured of it before it failed; not analysed. Absent where that is nothing. */
    measured: measuredSchema.optional(),
  }),
]);
export type CellOutcome = Immutable<z.infer<typeof cellOutcomeSchema>>;

/** The samples of an outcome, those before a failure included; null where there are none. */
export function samplesOf(outcome: CellOutcome): MeasuredOutcome | null {
  if (outcome.status === 'measured') return outcome;
  return outcome.status === 'failed' ? (outcome.measured ?? null) : null;
}

/** A cell with its samples. */
export type MeasuredOutcome = Extract<CellOutcome, { status: 'measured' }>;
