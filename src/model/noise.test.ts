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

it('a ledger with arrays of two lengths is refused', () => {
  const ledger = { ...ledgerOf([]), wallNs: [1] };
  expect(noiseLedgerSchema.safeParse(ledger).success).toBe(false);
});
