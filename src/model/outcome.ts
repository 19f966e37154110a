import { z } from 'zod';

import { cellSchema } from './cell.js';
import type { Immutable } from './immutable.js';
import { noiseLedgerSchema } from './noise.js';

/** How far an output was from the float64 oracle before its cell was timed; null where nothing of the kind is computed. */
export const verificationSchema = z.strictObject({
  /** Largest error in the units that the operation states (`softmax/operations.ts`). */
  maxUlpError: z.number().nonnegative().nullable(),
  /** Largest |got - expected| / |expected|. */
  maxRelativeError: z.number().nonnegative().nullable(),
  /** |sum of the probabilities - 1|. */
  sumError: z.number().nonnegative().nullable(),
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
    batchCount: z.int().positive(),
    /** Of one call of the whole algorithm. Raw, one entry a sample, never trimmed. */
    durationsNs: z.array(z.number().positive()).min(1),
    /**
     * Indexed by pass, then by sample, with the clock read between passes: of long calls those of
     * `durationsNs`, of others as many calls besides. Null when not sampled, and for one-pass
     * algorithms, where it would say nothing new. A pass can be shorter than the cost of the clock that
     * is subtracted from it.
     */
    passDurationsNs: z.array(z.array(z.number())).nullable(),
    /**
     * Indexed by thread, then by sample: from the barrier to the end of that thread. Null for one thread; absent in
     * results of earlier versions, which had no more.
     */
    threadDurationsNs: z.array(z.array(z.number().nonnegative())).nullable().optional(),
    /** The round of each entry of `durationsNs`. */
    rounds: z.array(z.int().nonnegative()),
    /** The measuring process of each entry of `durationsNs`, counted from 0 over the run. */
    processes: z.array(z.int().nonnegative()),
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
  });

/** What became of a cell. */
export const cellOutcomeSchema = z.discriminatedUnion('status', [
  measuredSchema,
  z.strictObject({ status: z.literal('skipped'), cell: cellSchema, reason: z.string() }),
  z.strictObject({
    status: z.literal('failed'),
    cell: cellSchema,
    message: z.string(),
    /** What was measured of it before it failed; not analysed. Absent where that is nothing. */
    measured: measuredSchema.optional(),
  }),
]);
export type CellOutcome = Immutable<z.infer<typeof cellOutcomeSchema>>;

/** A cell with its samples. */
export type MeasuredOutcome = Extract<CellOutcome, { status: 'measured' }>;
