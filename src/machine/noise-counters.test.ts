import { describe, expect, it } from 'vitest';

import { noiseBetween, takeNoiseSnapshot } from './noise-counters.js';

const readings = {
  round: 4,
  sampledNs: 5,
  clockHz: 3e9,
  frequencyHz: null,
  temperatureCelsius: 61.5,
};

describe('noise', () => {
  it('is the difference over a round, in nanoseconds, with the readings of its end', () => {
    const start = takeNoiseSnapshot(() => 'cpu  5655 0 3634 246897 438 0 118 934 0 0\ncpu0 1 2\n');
    const end = {
      ...takeNoiseSnapshot(() => 'cpu  5657 0 3635 246897 438 0 118 937 0 0\ncpu0 1 2\n'),
      ownBusyNs: start.ownBusyNs + 12_000_000,
    };
    const noise = noiseBetween(start, end, readings);
    expect(noise).toMatchObject(readings);
    expect(noise.stealNs).toBe(30_000_000);
    expect(noise.otherBusyNs).toBe(18_000_000);
    expect(noise.wallNs).toBeGreaterThan(0);
    expect(noise.involuntaryContextSwitches).toBeGreaterThanOrEqual(0);
    expect(noise.minorPageFaults).toBeGreaterThanOrEqual(0);
  });

  it('is unknown where the system does not count it', () => {
    const unknown = takeNoiseSnapshot(() => null);
    const noise = noiseBetween(unknown, unknown, readings);
    expect([noise.stealNs, noise.otherBusyNs]).toEqual([null, null]);
    expect(takeNoiseSnapshot(() => 'cpu 1 2 3 4\n').stealNs).toBeNull();
  });
});
