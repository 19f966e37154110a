import type { NoiseLedger } from '../../model/noise.js';
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

/** Readings of some visits, summed; what is not known counts as nothing. */
interface Totals {
  wallNs: number;
  stealNs: number;
  contextSwitches: number;
  minorPageFaults: number;
  majorPageFaults: number;
}

/** Of all visits of a round. */
interface RoundTotals extends Totals {
  otherBusyNs: number;
  pausedNs: number;
  readonly clocksHz: number[];
}

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
  const causes = new Map<number, readonly DisturbanceCause[]>();
  for (const [round, totals] of totalsByRound(outcomes)) {
    const own = causesOf(totals, usualHz);
    if (own.length > 0) causes.set(round, own);
  }
  return causes;
}

/** Read column by column: a record for each of a million visits would take seconds. */
function totalsByRound(outcomes: readonly MeasuredOutcome[]): ReadonlyMap<number, RoundTotals> {
  const rounds = new Map<number, RoundTotals>();
  for (const { noise } of outcomes) {
    noise.round.forEach((round, index) => {
      let totals = rounds.get(round);
      if (totals === undefined) {
        totals = emptyTotals();
        rounds.set(round, totals);
      }
      totals.wallNs += noise.wallNs[index]!;
      totals.stealNs += noise.stealNs[index] ?? 0;
      totals.contextSwitches += noise.involuntaryContextSwitches[index] ?? 0;
      totals.minorPageFaults += noise.minorPageFaults[index] ?? 0;
      totals.majorPageFaults += noise.majorPageFaults[index] ?? 0;
      totals.otherBusyNs += noise.otherBusyNs[index] ?? 0;
      totals.pausedNs += noise.pausedNs?.[index] ?? 0;
      const clockHz = noise.clockHz[index] ?? null;
      if (clockHz !== null) totals.clocksHz.push(clockHz);
    });
  }
  return rounds;
}

function emptyTotals(): RoundTotals {
  return {
    wallNs: 0,
    stealNs: 0,
    contextSwitches: 0,
    minorPageFaults: 0,
    majorPageFaults: 0,
    otherBusyNs: 0,
    pausedNs: 0,
    clocksHz: [],
  };
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
export function lossesOf(noise: NoiseLedger): Losses {
  return lossesOfTotals({
    wallNs: total(noise.wallNs),
    stealNs: total(noise.stealNs),
    contextSwitches: total(noise.involuntaryContextSwitches),
    minorPageFaults: total(noise.minorPageFaults),
    majorPageFaults: total(noise.majorPageFaults),
  });
}

type Losses = Readonly<Record<'steal time' | 'context switches' | 'page faults', boolean>>;

function lossesOfTotals(totals: Totals): Losses {
  const isLost = (lostNs: number): boolean => lostNs > disturbedShare * totals.wallNs;
  return {
    'steal time': isLost(totals.stealNs),
    'context switches': isLost(totals.contextSwitches * contextSwitchNs),
    'page faults': totals.majorPageFaults > 0 || isLost(totals.minorPageFaults * minorFaultNs),
  };
}

function known(readings: readonly (number | null)[]): readonly number[] {
  return readings.filter((reading) => reading !== null);
}

function causesOf(totals: RoundTotals, usualHz: number | null): readonly DisturbanceCause[] {
  const { wallNs, pausedNs, otherBusyNs, clocksHz } = totals;
  const losses = lossesOfTotals(totals);
  const lowHz = usualHz === null ? 0 : lowClockShare * usualHz;
  const causes: DisturbanceCause[] = [];
  if (pausedNs > 0) causes.push('pause');
  if (losses['steal time']) causes.push('steal time');
  if (otherBusyNs > contentionShare * wallNs + tickErrorNs) causes.push('contention');
  if (losses['context switches']) causes.push('context switches');
  if (losses['page faults']) causes.push('page faults');
  if (clocksHz.some((hz) => hz < lowHz) && median(clocksHz) < lowHz) causes.push('low clock');
  return causes;
}
