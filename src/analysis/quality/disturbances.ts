import { groupBy } from '../../model/group-by.js';
import { ledgerOf, recordsOf, type NoiseLedger, type NoiseRecord } from '../../model/noise.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { median } from '../../statistics/median.js';
import type { DisturbanceCause } from './quality-schema.js';

/** A larger share of lost time is a disturbance. */
const disturbedShare = 0.01;

// Rough costs, of the order that Linux has on a desktop.
const minorFaultNs = 1000;
const contextSwitchNs = 10_000;

/**
 * Other processes that take this share of a CPU disturb a round, beyond the possible error of the ticks of
 * 10 ms, in which CPU time is counted.
 */
const contentionShare = 0.1;
const tickErrorNs = 40e6;

/** A clock so far below the usual one of the run has stepped down, or shares its core. */
const lowClockShare = 0.95;

/** The rounds of one group that were disturbed, each with its causes. */
export type DisturbedRounds = ReadonlyMap<number, readonly DisturbanceCause[]>;

/**
 * Looks through the rounds of cells that are visited one after the other. What is counted in ticks is judged
 * for all visits of a round together: a single one may be shorter than a tick.
 * @param outcomes of one group.
 * @param usualHz median clock of the run, or null when it was not timed.
 */
export function disturbedRounds(
  outcomes: readonly MeasuredOutcome[],
  usualHz: number | null,
): DisturbedRounds {
  const records = outcomes.flatMap(({ noise }) => recordsOf(noise));
  return new Map(
    [...groupBy(records, ({ round }) => round)].flatMap(([round, own]) => {
      const causes = causesOf(own, usualHz);
      return causes.length === 0 ? [] : [[round, causes] as const];
    }),
  );
}

/** The median clock of all visits, or null when none was timed. */
export function usualClockHz(outcomes: readonly MeasuredOutcome[]): number | null {
  const clocks = known(outcomes.flatMap(({ noise }) => noise.clockHz));
  return clocks.length === 0 ? null : median(clocks);
}

/** The sum of the known readings. */
export function total(readings: readonly (number | null)[]): number {
  return readings.reduce<number>((sum, reading) => sum + (reading ?? 0), 0);
}

/** Whether each of these causes took more than 1% of the time; a single major page fault always counts. */
export function lossesOf(
  noise: NoiseLedger,
): Readonly<Record<'steal time' | 'context switches' | 'page faults', boolean>> {
  const wallNs = total(noise.wallNs);
  const isLost = (lostNs: number): boolean => lostNs > disturbedShare * wallNs;
  return {
    'steal time': isLost(total(noise.stealNs)),
    'context switches': isLost(total(noise.involuntaryContextSwitches) * contextSwitchNs),
    'page faults':
      total(noise.majorPageFaults) > 0 || isLost(total(noise.minorPageFaults) * minorFaultNs),
  };
}

function known(readings: readonly (number | null)[]): readonly number[] {
  return readings.filter((reading) => reading !== null);
}

function causesOf(
  records: readonly NoiseRecord[],
  usualHz: number | null,
): readonly DisturbanceCause[] {
  const noise = ledgerOf(records);
  const busyNs = contentionShare * total(noise.wallNs) + tickErrorNs;
  const clocks = known(noise.clockHz);
  const losses = lossesOf(noise);
  const causes: readonly (readonly [DisturbanceCause, boolean])[] = [
    ['pause', total(noise.pausedNs ?? []) > 0],
    ['steal time', losses['steal time']],
    ['contention', total(noise.otherBusyNs) > busyNs],
    ['context switches', losses['context switches']],
    ['page faults', losses['page faults']],
    [
      'low clock',
      usualHz !== null && clocks.length > 0 && median(clocks) < lowClockShare * usualHz,
    ],
  ];
  return causes.flatMap(([cause, applies]) => (applies ? [cause] : []));
}
