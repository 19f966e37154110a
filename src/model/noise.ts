import * as z from 'zod';

import { amountSchema, roundSchema, readingSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

const reading = readingSchema.nullable();

/**
 * What the machine did while a cell was sampled in one round; null where unknown. Counters are
 * differences over that time, the rest is as it was at its end.
 */
const readings = {
  round: roundSchema,
  wallNs: amountSchema,
  /** Of `wallNs`, what was spent in kernels and, before them, in what the cache state demands. */
  sampledNs: reading,
  /** Steal time: what a hypervisor gave to other guests, summed over all CPUs. */
  stealNs: reading,
  involuntaryContextSwitches: reading,
  minorPageFaults: reading,
  majorPageFaults: reading,
  /** CPU time that others than the measuring process used, over all CPUs; counted in ticks of 10 ms. */
  otherBusyNs: reading,
  /** The clock that dependent instructions seemed to run at (see `kernels/core-clock.h`). */
  clockHz: reading,
  /** As the system reports them, of the CPU that measured and of the hottest part of its package. */
  frequencyHz: reading,
  temperatureCelsius: reading,
};
type Readings = typeof readings;

/** One round of a cell. */
export const noiseRecordSchema = z.strictObject({
  ...readings,
  /** For how long the computer or the process stood still; absent for never. Not part of `wallNs`. */
  pausedNs: amountSchema.optional(),
});
export type NoiseRecord = Immutable<z.infer<typeof noiseRecordSchema>>;

const ledgerShape = Object.fromEntries(
  Object.entries(readings).map(([name, schema]) => [name, z.array(schema)]),
) as { [Name in keyof Readings]: z.ZodArray<Readings[Name]> };

/**
 * The records of a cell, in the order of time, as a result stores them: each reading in an array of its
 * own, all of the same length. A result has thousands of records, and the names of their fields would be
 * most of it.
 */
export const noiseLedgerSchema = z
  .strictObject({
    ...ledgerShape,
    /** Absent for never, as in results of earlier versions. */
    pausedNs: z.array(amountSchema).optional(),
  })
  .refine(
    (noise) =>
      Object.values(noise).every((column) => (column ?? noise.round).length === noise.round.length),
    {
      error: 'expected arrays of one length',
    },
  );
export type NoiseLedger = Immutable<z.infer<typeof noiseLedgerSchema>>;

const readingNames = Object.keys(readings) as (keyof Readings)[];

/** The readings of the records, each in an array of its own. */
export function ledgerOf(records: readonly NoiseRecord[]): NoiseLedger {
  const ledger = Object.fromEntries(
    readingNames.map((name) => [name, records.map((record) => record[name])]),
  ) as unknown as NoiseLedger;
  const pausedNs = records.map((record) => record.pausedNs ?? 0);
  return pausedNs.every((ns) => ns === 0) ? ledger : { ...ledger, pausedNs };
}

/** What `ledgerOf` was given. */
export function recordsOf(ledger: NoiseLedger): readonly NoiseRecord[] {
  return ledger.round.map((_, index) => {
    // Filled in place: a list of entries for each of a million records would take seconds.
    const record: Record<string, number | null> = {};
    for (const name of readingNames) record[name] = ledger[name][index]!;
    const pausedNs = ledger.pausedNs?.[index] ?? 0;
    if (pausedNs !== 0) record.pausedNs = pausedNs;
    return record as unknown as NoiseRecord;
  });
}
