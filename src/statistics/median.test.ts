import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { logMedian, median, medianAbsoluteDeviation, orderStatistics } from './median.js';

describe('median', () => {
  it('matches values worked out by hand', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9])).toBe(9.5);
    expect(median([7])).toBe(7);
    expect(medianAbsoluteDeviation([1, 2, 4, 8, 100], 4)).toBe(3);
  });

  it('has half of the values on either side', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (sample) => {
        const center = median(sample);
        const half = sample.length / 2;
        expect(sample.filter((value) => value < center).length).toBeLessThanOrEqual(half);
        expect(sample.filter((value) => value > center).length).toBeLessThanOrEqual(half);
      }),
    );
  });

  it('refuses an empty sample rather than give NaN', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => logMedian([])).toThrow(RangeError);
  });
});

describe('logMedian', () => {
  it('is the middle value, or the geometric mean of the two middle ones', () => {
    expect(logMedian([5, 1, 3])).toBe(3);
    expect(logMedian([1, 2, 8, 100])).toBe(4);
    expect(logMedian([0.3, 0.3])).toBe(0.3);
  });

  it('is 0 where the middle is not positive', () => {
    expect(logMedian([-1, -2, 5])).toBe(0);
    expect(logMedian([-1, 4])).toBe(0);
  });
});

describe('orderStatistics', () => {
  it('is what a sort gives, for few values and many, and keeps NaN last', () => {
    const numbers = fc.oneof(fc.double(), fc.constant(Number.NaN), fc.integer({ max: 3 }));
    const values = fc.array(numbers, { minLength: 1, maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (sample, low, high) => {
        const ranks = [low % sample.length, high % sample.length] as const;
        const sorted = Float64Array.from(sample).sort();
        const found = orderStatistics(sample, ...ranks).map((value) => value + 0);
        expect(found).toEqual(ranks.map((rank) => sorted[rank]! + 0));
      }),
    );
  });

  it('refuses a rank that no value has', () => {
    expect(() => orderStatistics([1, 2], 0, 2)).toThrow(RangeError);
    expect(() => orderStatistics([1, 2], -1, 0)).toThrow(RangeError);
  });
});
