import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { median, medianAbsoluteDeviation, quantile, sortedCopy, sortedMedian } from './median.js';

describe('order statistics', () => {
  it('match values worked out by hand', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9])).toBe(9.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('find the median without sorting', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (sample) => {
        expect(median(sample)).toBeCloseTo(quantile(sample, 0.5), 6);
        expect(sortedMedian(sortedCopy(sample))).toBeCloseTo(median(sample), 6);
      }),
    );
    expect(medianAbsoluteDeviation([1, 2, 4, 8, 100], 4)).toBe(3);
  });

  it('refuse an empty sample rather than give NaN', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('lie within the sample and grow with the share', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
    const share = fc.double({ noNaN: true, min: 0, max: 1 });
    fc.assert(
      fc.property(values, share, share, (sample, p, q) => {
        const low = quantile(sample, Math.min(p, q));
        const high = quantile(sample, Math.max(p, q));
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(low).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(Math.max(...sample));
      }),
    );
  });
});
