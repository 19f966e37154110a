import { describe, expect, it } from 'vitest';

import { medianInterval, relativeHalfWidth } from './median-interval.js';
import { createRandom } from './random.js';

describe('medianInterval', () => {
  it('has the ranks of the sign test', () => {
    // From tables: 6 values take all of them, 20 the 6th and the 15th, 25 the 8th and the 18th.
    const upTo = (count: number): number[] =>
      Array.from({ length: count }, (_, index) => index + 1);
    expect(medianInterval(upTo(6))).toEqual({ low: 1, high: 6 });
    expect(medianInterval(upTo(20))).toEqual({ low: 6, high: 15 });
    expect(medianInterval(upTo(25).reverse())).toEqual({ low: 8, high: 18 });
    // By scipy.stats.binom; 2^-2000 is below the smallest number.
    expect(medianInterval(upTo(2000))).toEqual({ low: 956, high: 1045 });
  });

  it('is null for too few values', () => {
    expect(medianInterval([1, 2, 3, 4, 5])).toBeNull();
  });

  it.each([6, 7, 12, 25])('covers the true median in 19 of 20 samples of %i and more', (count) => {
    const random = createRandom(count);
    const drawCount = 2000;
    let covered = 0;
    for (let draw = 0; draw < drawCount; draw += 1) {
      // Skewed like durations are: the median of an exponential is ln 2.
      const values = Array.from({ length: count }, () => -Math.log(1 - random()));
      const { low, high } = medianInterval(values)!;
      if (low <= Math.LN2 && Math.LN2 <= high) covered += 1;
    }
    expect(covered / drawCount).toBeGreaterThanOrEqual(0.95);
  });
});

it('relativeHalfWidth is the same for an interval, a multiple and the reciprocals', () => {
  expect(relativeHalfWidth({ low: 1 / 1.1, high: 1.1 })).toBeCloseTo(0.1, 12);
  expect(relativeHalfWidth({ low: 200 / 1.1, high: 220 })).toBeCloseTo(0.1, 12);
  expect(relativeHalfWidth({ low: 1, high: 4 })).toBeCloseTo(
    relativeHalfWidth({ low: 0.25, high: 1 }),
  );
});
