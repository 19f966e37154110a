import process from 'node:process';

import type { ReadText } from './host.js';
import type { NoiseRecord } from './machine.js';

/** Linux counts CPU time for user programs in ticks of 10 ms (USER_HZ = 100 on every architecture). */
const tickNs = 10_000_000;

/**
 * Counters of the machine and of the process that takes the snapshot, so of the process that runs the
 * kernels. They mean something only as a difference of two snapshots of the same process.
 */
export interface NoiseSnapshot {
  readonly wallNs: number;
  readonly stealNs: number | null;
  readonly involuntaryContextSwitches: number | null;
  readonly minorPageFaults: number | null;
  readonly majorPageFaults: number | null;
}

/** What the counters say now. Costs some tens of microseconds: take it outside of timed regions. */
export function takeNoiseSnapshot(readText: ReadText): NoiseSnapshot {
  const usage = process.resourceUsage();
  // Windows fills the rest of the record with zeros.
  const isCounted = process.platform !== 'win32';
  return {
    wallNs: Number(process.hrtime.bigint()),
    stealNs: stealNsOf(readText('/proc/stat')),
    involuntaryContextSwitches: isCounted ? usage.involuntaryContextSwitches : null,
    minorPageFaults: isCounted ? usage.minorPageFault : null,
    majorPageFaults: isCounted ? usage.majorPageFault : null,
  };
}

/** What happened in a round, from the snapshots at its start and its end. */
export function noiseBetween(round: number, start: NoiseSnapshot, end: NoiseSnapshot): NoiseRecord {
  return {
    round,
    wallNs: end.wallNs - start.wallNs,
    stealNs: difference(start.stealNs, end.stealNs),
    involuntaryContextSwitches: difference(
      start.involuntaryContextSwitches,
      end.involuntaryContextSwitches,
    ),
    minorPageFaults: difference(start.minorPageFaults, end.minorPageFaults),
    majorPageFaults: difference(start.majorPageFaults, end.majorPageFaults),
  };
}

function difference(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : end - start;
}

/** Steal is the eighth count of the line that sums all CPUs (proc(5), since Linux 2.6.11). */
function stealNsOf(stat: string | null): number | null {
  const [, counts = ''] = /^cpu +([\d ]+)$/m.exec(stat ?? '') ?? [];
  const stealTicks = counts.split(' ')[7];
  return stealTicks === undefined ? null : Number(stealTicks) * tickNs;
}
