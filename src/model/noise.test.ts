import fc from 'fast-check';
import { expect, it } from 'vitest';

import { ledgerOf, noiseLedgerSchema, recordsOf, type NoiseRecord } from './noise.js';

const reading = fc.option(fc.nat(), { nil: null });
const records: fc.Arbitrary<NoiseRecord[]> = fc.array(
  fc.record({
    round: fc.nat(1e9),
    wallNs: fc.nat(),
    sampledNs: reading,
    stealNs: reading,
    involuntaryContextSwitches: reading,
    minorPageFaults: reading,
    majorPageFaults: reading,
    otherBusyNs: reading,
    clockHz: reading,
    frequencyHz: reading,
    temperatureCelsius: reading,
  }),
);

it('a ledger holds its records, in the order of time', () => {
  fc.assert(
    fc.property(records, (own) => {
      const ledger = ledgerOf(own);
      expect(noiseLedgerSchema.safeParse(ledger).success).toBe(true);
      expect(recordsOf(ledger)).toEqual(own);
    }),
  );
});

it('a ledger has the pauses of its records, and none where there was none', () => {
  const record = { ...recordsOf(ledgerOf([]))[0], round: 0, wallNs: 1 } as NoiseRecord;
  expect(ledgerOf([record])).not.toHaveProperty('pausedNs');
  const paused = { ...record, round: 1, pausedNs: 125e9 };
  expect(ledgerOf([record, paused]).pausedNs).toEqual([0, 125e9]);
  const [first, second] = recordsOf(ledgerOf([record, paused]));
  expect(first).not.toHaveProperty('pausedNs');
  expect(second?.pausedNs).toBe(125e9);
  const short = { ...ledgerOf([]), pausedNs: [1] };
  expect(noiseLedgerSchema.safeParse(short).success).toBe(false);
});

it('a ledger with arrays of two lengths is refused', () => {
  const ledger = { ...ledgerOf([]), wallNs: [1] };
  expect(noiseLedgerSchema.safeParse(ledger).success).toBe(false);
});
