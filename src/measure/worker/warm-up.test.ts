import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { TimedRequest } from '../../backends/backend.js';
import { warmUp } from './warm-up.js';

const request = { batchCount: 10 } as TimedRequest;

/** How many calls of these durations, then of the last one again, are discarded. */
function discardedCount(...durationsNs: readonly number[]): number {
  let count = 0;
  const time = () => ({
    durationNs: durationsNs[Math.min(count++, durationsNs.length - 1)]!,
    passDurationsNs: null,
    threadDurationsNs: null,
  });
  warmUp({ time }, request, 10e6);
  return count;
}

describe('warmUp', () => {
  it('continues until three calls in a row agree', () => {
    expect(discardedCount(1000)).toBe(3);
    expect(discardedCount(9000, 5000, 2000, 1000, 1000, 1000)).toBe(6);
  });

  it('discards one call if that is long', () => {
    expect(discardedCount(50e6)).toBe(1);
  });

  it('gives up on a machine that is never steady', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e4, max: 1e6, noNaN: true })), (durationsNs) => {
        expect(discardedCount(...durationsNs, 1e5)).toBeLessThanOrEqual(10e6 / (10 * 1e4));
      }),
    );
  });
});
