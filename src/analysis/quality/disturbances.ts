import type { NoiseRecord } from '../../model/machine.js';
import { ledgerOf, recordsOf } from '../../model/noise-ledger.js';
import { median } from '../../statistics/median.js';
import type { DisturbanceCause } from '../analysis.js';
import type { MeasuredOutcome } from '../cells/measured.js';

/** A disturbance is told from this share of the time on. */
export const disturbedShare = 0.01;

// Rough costs, of the order that Linux has on a desktop: only to tell a disturbed cell from a quiet one.
export const minorFaultNs = 1000;
export const contextSwitchNs = 10_000;

/**
 * Other processes that take this share of a CPU disturb a round, beyond what the ticks of 10 ms, in which
 * CPU time is counted, may err by.
 */
const otherLoadShare = 0.1;
const tickErrorNs = 40e6;

/** A clock so far below the usual one of the run has stepped down, or shares its core. */
const slowClockShare = 0.95;

/** The rounds of one size that were disturbed, each with what by. */
export type DisturbedRounds = ReadonlyMap<number, readonly DisturbanceCause[]>;

/**
 * Looks through the rounds of cells that are visited one after the other. What is counted in ticks is told of
 * all visits of a round together: a single one may be shorter than a tick.
 * @param outcomes of one size, target and cache state.
 * @param usualClockHz median of the run, or null when it was not timed.
 */
export function disturbedRounds(
  outcomes: readonly MeasuredOutcome[],
  usualClockHz: number | null,
): DisturbedRounds {
  const byRound = new Map<number, NoiseRecord[]>();
  for (const record of outcomes.flatMap(({ noise }) => recordsOf(noise))) {
    byRound.set(record.round, [...(byRound.get(record.round) ?? []), record]);
  }
  return new Map(
    [...byRound].flatMap(([round, records]) => {
      const causes = causesOf(records, usualClockHz);
      return causes.length === 0 ? [] : [[round, causes] as const];
    }),
  );
}

/** The median clock of all visits, or null when none was timed. */
export function usualClockHz(outcomes: readonly MeasuredOutcome[]): number | null {
  const clocks = known(outcomes.flatMap(({ noise }) => noise.clockHz));
  return clocks.length === 0 ? null : median(clocks);
}

/** The sum of what is known. */
export function total(readings: readonly (number | null)[]): number {
  let sum = 0;
  // By index: a call for each reading would take four times as long, and hundreds of results have millions.
  for (let index = readings.length - 1; index >= 0; index -= 1) sum += readings[index] ?? 0;
  return sum;
}

function known(readings: readonly (number | null)[]): readonly number[] {
  return readings.filter((reading) => reading !== null);
}

function causesOf(
  records: readonly NoiseRecord[],
  usualHz: number | null,
): readonly DisturbanceCause[] {
  const noise = ledgerOf(records);
  const wallNs = total(noise.wallNs);
  const isLost = (lostNs: number): boolean => lostNs > disturbedShare * wallNs;
  const clocks = known(noise.clockHz);
  const causes: readonly (readonly [DisturbanceCause, boolean])[] = [
    ['stolen time', isLost(total(noise.stealNs))],
    ['other programs', total(noise.otherBusyNs) > otherLoadShare * wallNs + tickErrorNs],
    ['context switches', isLost(total(noise.involuntaryContextSwitches) * contextSwitchNs)],
    [
      'page faults',
      total(noise.majorPageFaults) > 0 || isLost(total(noise.minorPageFaults) * minorFaultNs),
    ],
    [
      'a slow clock',
      usualHz !== null && clocks.length > 0 && median(clocks) < slowClockShare * usualHz,
    ],
  ];
  return causes.flatMap(([cause, applies]) => (applies ? [cause] : []));
}
