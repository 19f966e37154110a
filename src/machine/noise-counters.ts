import process from 'node:process';

import type { ReadText } from './host.js';
import type { NoiseRecord } from '../model/noise.js';

/** Linux counts CPU time for user programs in ticks of 10 ms (USER_HZ = 100 on every architecture). */
const tickNs = 10_000_000;

/**
 * Counters of the machine and of the process that takes the snapshot, so of the process that runs the
 * kernels. They mean something only as a difference of two snapshots of the same process.
 */
export interface NoiseSnapshot {
  readonly wallNs: number;
  readonly stealNs: number | null;
  /** CPU time of all processes together, and of this one. */
  readonly machineBusyNs: number | null;
  readonly ownBusyNs: number;
  readonly involuntaryContextSwitches: number | null;
  readonly minorPageFaults: number | null;
  readonly majorPageFaults: number | null;
}

/** The readings of a round's record that are not differences of two snapshots. */
export type RoundReadings = Pick<
  NoiseRecord,
  'round' | 'sampledNs' | 'clockHz' | 'frequencyHz' | 'temperatureCelsius'
>;

/** What the counters say now. Costs some tens of microseconds: take it outside of timed regions. */
export function takeNoiseSnapshot(readText: ReadText): NoiseSnapshot {
  const usage = process.resourceUsage();
  // Windows fills the rest of the record with zeros.
  const isCounted = process.platform !== 'win32';
  return {
    wallNs: Number(process.hrtime.bigint()),
    ...cpuTimes(readText('/proc/stat')),
    ownBusyNs: (usage.userCPUTime + usage.systemCPUTime) * 1000,
    involuntaryContextSwitches: isCounted ? usage.involuntaryContextSwitches : null,
    minorPageFaults: isCounted ? usage.minorPageFault : null,
    majorPageFaults: isCounted ? usage.majorPageFault : null,
  };
}

/** What happened in a round, from the snapshots at its start and its end. */
export function noiseBetween(
  start: NoiseSnapshot,
  end: NoiseSnapshot,
  readings: RoundReadings,
): NoiseRecord {
  const machineBusyNs = difference(start.machineBusyNs, end.machineBusyNs);
  return {
    round: readings.round,
    wallNs: end.wallNs - start.wallNs,
    sampledNs: readings.sampledNs,
    stealNs: difference(start.stealNs, end.stealNs),
    involuntaryContextSwitches: difference(
      start.involuntaryContextSwitches,
      end.involuntaryContextSwitches,
    ),
    minorPageFaults: difference(start.minorPageFaults, end.minorPageFaults),
    majorPageFaults: difference(start.majorPageFaults, end.majorPageFaults),
    // May be below 0 by a tick, since ticks are counted whole; sums over many rounds are right.
    otherBusyNs: machineBusyNs === null ? null : machineBusyNs - (end.ownBusyNs - start.ownBusyNs),
    clockHz: readings.clockHz,
    frequencyHz: readings.frequencyHz,
    temperatureCelsius: readings.temperatureCelsius,
  };
}

function difference(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : end - start;
}

/**
 * Of the line that sums all CPUs (proc(5), since Linux 2.6.11): user, nice, system, idle, iowait, irq,
 * softirq, steal.
 */
function cpuTimes(stat: string | null): Pick<NoiseSnapshot, 'stealNs' | 'machineBusyNs'> {
  const [, counts = ''] = /^cpu +([\d ]+)$/m.exec(stat ?? '') ?? [];
  const ticks = counts.split(' ').map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal] = ticks;
  if (steal === undefined) return { stealNs: null, machineBusyNs: null };
  return {
    stealNs: steal * tickNs,
    machineBusyNs: (user + nice + system + irq + softirq) * tickNs,
  };
}
