import { describe, expect, it } from 'vitest';

import { medianInterval } from './median-interval.js';
import { median } from './median.js';
import { createRandom } from './random.js';

describe('medianInterval', () => {
  it('holds the median, repeats with its seed, and is null for too few values', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 21 }, random);
    const interval = medianInterval(values, 1);
    expect(interval).toEqual(medianInterval(values, 1));
    expect(interval!.low).toBeLessThanOrEqual(median(values));
    expect(interval!.high).toBeGreaterThanOrEqual(median(values));
    expect(medianInterval([1, 2, 3, 4, 5], 1)).toBeNull();
  });

  it('is never narrower than the order statistics that cover the median in 95 %', () => {
    // Ranks from tables of the sign test: 6 values need all of them, 20 the 6th and the 15th.
    expect(medianInterval([1, 2, 3, 4, 5, 6], 1)).toEqual({ low: 1, high: 6 });
    const twenty = medianInterval(
      Array.from({ length: 20 }, (_, index) => index + 1),
      1,
    );
    expect(twenty!.low).toBeLessThanOrEqual(6);
    expect(twenty!.high).toBeGreaterThanOrEqual(15);
  });

  it.each([6, 7, 12, 25])('covers the true median in 19 of 20 samples of %i and more', (count) => {
    const random = createRandom(count);
    const drawCount = 2000;
    let covered = 0;
    for (let draw = 0; draw < drawCount; draw += 1) {
      // Skewed like durations are: the median of an exponential is ln 2.
      const values = Array.from({ length: count }, () => -Math.log(1 - random()));
      const { low, high } = medianInterval(values, 1)!;
      if (low <= Math.LN2 && Math.LN2 <= high) covered += 1;
    }
    expect(covered / drawCount).toBeGreaterThanOrEqual(0.95);
  });
});
