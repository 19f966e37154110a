import { describe, expect, it } from 'vitest';

import { noiseBetween, takeNoiseSnapshot } from './noise.js';

describe('noise', () => {
  it('is the difference over a round, with steal in nanoseconds', () => {
    const start = takeNoiseSnapshot(() => 'cpu  5655 0 3634 246897 438 0 118 934 0 0\ncpu0 1 2\n');
    const end = takeNoiseSnapshot(() => 'cpu  5655 0 3634 246897 438 0 118 937 0 0\ncpu0 1 2\n');
    const noise = noiseBetween(4, start, end);
    expect(noise.round).toBe(4);
    expect(noise.stealNs).toBe(30_000_000);
    expect(noise.wallNs).toBeGreaterThan(0);
    expect(noise.involuntaryContextSwitches).toBeGreaterThanOrEqual(0);
    expect(noise.minorPageFaults).toBeGreaterThanOrEqual(0);
  });

  it('is unknown where the system does not count it', () => {
    const start = takeNoiseSnapshot(() => null);
    expect(
      noiseBetween(
        0,
        start,
        takeNoiseSnapshot(() => null),
      ).stealNs,
    ).toBeNull();
    expect(takeNoiseSnapshot(() => 'cpu 1 2 3 4\n').stealNs).toBeNull();
  });
});
