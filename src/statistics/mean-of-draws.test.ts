import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { widenedByMeanOfDraws } from './mean-of-draws.js';
import { quantile } from './median.js';
import { createRandom } from './random.js';

interface Occurrence {
  readonly value: number;
  readonly times: number;
}

describe('widenedByMeanOfDraws', () => {
  const sample = fc
    .array(fc.record({ value: fc.integer({ min: -1e6, max: 1e6 }), times: fc.nat(20) }), {
      minLength: 1,
      maxLength: 60,
    })
    .filter((drawn) => drawn.some(({ times }) => times > 0));
  const occurrences = (drawn: readonly Occurrence[]) => ({
    values: drawn.map(({ value }) => value),
    times: drawn.map(({ times }) => times),
  });

  it('leaves out 2.5 % of the means of draws on either side', () => {
    const random = createRandom(11);
    fc.assert(
      fc.property(sample, fc.integer({ min: 2, max: 7 }), fc.nat(), (drawn, drawCount, cut) => {
        const total = drawn.reduce((sum, { times }) => sum + times, 0);
        const center = drawn.reduce((sum, { value, times }) => sum + (value * times) / total, 0);
        const place = cut % drawn.length;
        const parts = [drawn.slice(0, place), drawn.slice(place)].map(occurrences);
        const { low, high } = widenedByMeanOfDraws({ low: center, high: center }, parts, drawCount);
        const means = Array.from({ length: 4000 }, () => {
          let sum = 0;
          for (let draw = 0; draw < drawCount; draw += 1) {
            let left = random() * total;
            sum += drawn.find(({ times }) => (left -= times) < 0)!.value;
          }
          return sum / drawCount;
        });
        // Half a step of the grid, and what 4000 draws leave open.
        const values = drawn.map(({ value }) => value);
        const slack = ((Math.max(...values) - Math.min(...values)) / 16 / drawCount) * 1.5;
        expect(low).toBeGreaterThanOrEqual(quantile(means, 0.015) - slack);
        expect(low).toBeLessThanOrEqual(Math.min(center, quantile(means, 0.035)) + slack);
        expect(high).toBeGreaterThanOrEqual(Math.max(center, quantile(means, 0.965)) - slack);
        expect(high).toBeLessThanOrEqual(quantile(means, 0.985) + slack);
      }),
      { seed: 7 },
    );
  });

  it('is never narrower than what it is to hold', () => {
    const bounds = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(sample, bounds, fc.integer({ min: 2, max: 7 }), (drawn, [a, b], drawCount) => {
        const least = { low: Math.min(a, b), high: Math.max(a, b) };
        const { low, high } = widenedByMeanOfDraws(least, [occurrences(drawn)], drawCount);
        expect(low).toBeLessThanOrEqual(least.low);
        expect(high).toBeGreaterThanOrEqual(least.high);
      }),
    );
  });
});
