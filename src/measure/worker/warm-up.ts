import type { TimeCalls } from './prepared-cell.js';

/** Calls are steady when the last so many differ by no more than this share. */
const steadyCallCount = 3;
const steadyShare = 0.02;

/**
 * Calls the cell until its durations are steady, so that what a process only does once stays out of the
 * samples: first touches of pages and code, compilation (TypeScript), the ramp of the clock. At most about
 * `limitNs`, as some machines never get steady, or one call if that takes longer.
 */
export async function warmUp(time: TimeCalls, batchCount: number, limitNs: number): Promise<void> {
  const latestNs: number[] = [];
  let spentNs = 0;
  while (spentNs < limitNs && !isSteady(latestNs)) {
    const durationNs = await time(batchCount);
    spentNs += durationNs * batchCount;
    // A clock that does not advance is for the samples to complain about.
    if (!(durationNs > 0)) return;
    latestNs.push(durationNs);
    if (latestNs.length > steadyCallCount) latestNs.shift();
  }
}

function isSteady(durationsNs: readonly number[]): boolean {
  if (durationsNs.length < steadyCallCount) return false;
  return Math.max(...durationsNs) <= (1 + steadyShare) * Math.min(...durationsNs);
}
