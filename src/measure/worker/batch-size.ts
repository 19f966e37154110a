import type { Backend } from '../../backends/backend.js';
import type { TimeCalls } from './prepared-cell.js';

/** The clock's cost is at most this share of what is timed (it is subtracted besides). */
const maximumClockShare = 0.005;

/**
 * Shorter intervals depend on how the kernel is entered (branch predictors, clock ramps), and the messages around a
 * visit would take longer than its samples.
 */
const minimumIntervalNs = 200_000;

const maximumBatchCount = 1 << 24;

/** An interruption makes a short interval seem long: the shortest of so many counts. */
const confirmationCount = 3;

/**
 * How many calls one sample averages, so that the clock's cost is negligible. Large cells get 1.
 *
 * Until the backend has warmed up, a call seems longer than it is, so no count is chosen before.
 *
 * In the cache state `cold-output` the driver touches x before a batch, not between its calls. But every call
 * ends with a sweep over x (or over y alone, in the reload variant), so the next call finds x in cache as a touch
 * would have left it, except that lines of y from the
 * call before compete with it. That matters only where x fits a cache and x and y do not. y moves on to the
 * next slot of its ring with every call, in a batch too, and stays cold.
 *
 * @throws Error if durations are no finite numbers or stay near 0.
 */
export async function chooseBatchCount(
  time: TimeCalls,
  { clock, warmUpNs }: Pick<Backend, 'clock' | 'warmUpNs'>,
): Promise<number> {
  const intervalGoalNs = Math.max(minimumIntervalNs, clock.overheadNs / maximumClockShare);
  let batchCount = 1;
  let timedNs = 0;
  for (;;) {
    const intervalNs = (await time(batchCount)) * batchCount;
    if (!Number.isFinite(intervalNs)) throw new Error(`the clock gave ${String(intervalNs)} ns`);
    timedNs += intervalNs;
    if (intervalNs < intervalGoalNs) {
      batchCount = nextBatchCount(batchCount, intervalNs, intervalGoalNs);
    } else if (timedNs >= warmUpNs) {
      let shortestNs = intervalNs;
      for (let count = 1; count < confirmationCount; count += 1) {
        shortestNs = Math.min(shortestNs, (await time(batchCount)) * batchCount);
      }
      if (shortestNs >= intervalGoalNs / 2) return batchCount;
      batchCount = nextBatchCount(batchCount, shortestNs, intervalGoalNs);
    }
  }
}

/** Aims a fifth above the goal, in steps that neither crawl nor trust one short timing too far. */
function nextBatchCount(batchCount: number, intervalNs: number, goalNs: number): number {
  if (batchCount >= maximumBatchCount) {
    throw new Error(`too short for the clock: ${batchCount} calls take less than it can tell`);
  }
  // What is left of a very short interval, with the clock's cost subtracted, can be 0 or less.
  const wantedGrowth = intervalNs > 0 ? (1.2 * goalNs) / intervalNs : Infinity;
  const growth = Math.min(10, Math.max(1.25, wantedGrowth));
  return Math.min(maximumBatchCount, Math.ceil(batchCount * growth));
}
