import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { warmUp } from './warm-up.js';

/** How many calls of these durations, then of the last one again, are discarded. */
async function discardedCount(...durationsNs: readonly number[]): Promise<number> {
  let count = 0;
  const time = () => durationsNs[Math.min(count++, durationsNs.length - 1)]!;
  await warmUp(time, 10, 10e6);
  return count;
}

describe('warmUp', () => {
  it('continues until three calls in a row agree', async () => {
    expect(await discardedCount(1000)).toBe(3);
    expect(await discardedCount(9000, 5000, 2000, 1000, 1000, 1000)).toBe(6);
  });

  it('discards one call if that is long', async () => {
    expect(await discardedCount(50e6)).toBe(1);
  });

  it('gives up on a machine that is never steady', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 1e4, max: 1e6, noNaN: true })),
        async (durationsNs) => {
          expect(await discardedCount(...durationsNs, 1e5)).toBeLessThanOrEqual(10e6 / (10 * 1e4));
        },
      ),
    );
  });
});
