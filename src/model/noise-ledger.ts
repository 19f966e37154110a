import type { NoiseLedger, NoiseRecord } from './machine.js';

/** The readings of the records, each in an array of its own. */
export function ledgerOf(records: readonly NoiseRecord[]): NoiseLedger {
  return {
    round: records.map(({ round }) => round),
    wallNs: records.map(({ wallNs }) => wallNs),
    sampledNs: records.map(({ sampledNs }) => sampledNs),
    stealNs: records.map(({ stealNs }) => stealNs),
    involuntaryContextSwitches: records.map((record) => record.involuntaryContextSwitches),
    minorPageFaults: records.map(({ minorPageFaults }) => minorPageFaults),
    majorPageFaults: records.map(({ majorPageFaults }) => majorPageFaults),
    otherBusyNs: records.map(({ otherBusyNs }) => otherBusyNs),
    clockHz: records.map(({ clockHz }) => clockHz),
    frequencyHz: records.map(({ frequencyHz }) => frequencyHz),
    temperatureCelsius: records.map(({ temperatureCelsius }) => temperatureCelsius),
  };
}

/** Of no round. */
export const emptyLedger: NoiseLedger = ledgerOf([]);

/** What `ledgerOf` was given. */
export function recordsOf(ledger: NoiseLedger): readonly NoiseRecord[] {
  return ledger.round.map((round, index) => ({
    round,
    wallNs: ledger.wallNs[index]!,
    sampledNs: ledger.sampledNs[index]!,
    stealNs: ledger.stealNs[index]!,
    involuntaryContextSwitches: ledger.involuntaryContextSwitches[index]!,
    minorPageFaults: ledger.minorPageFaults[index]!,
    majorPageFaults: ledger.majorPageFaults[index]!,
    otherBusyNs: ledger.otherBusyNs[index]!,
    clockHz: ledger.clockHz[index]!,
    frequencyHz: ledger.frequencyHz[index]!,
    temperatureCelsius: ledger.temperatureCelsius[index]!,
  }));
}
