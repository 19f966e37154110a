import { describe, expect, it } from 'vitest';

import { robustRange } from './robust-range.js';

describe('robustRange', () => {
  it('holds all values of a steady run', () => {
    const { low, high } = robustRange([1.1, 1.3, 1.2, 1.25]);
    expect(low).toBeCloseTo(1.1);
    expect(high).toBeCloseTo(1.3);
  });

  it('leaves a value out that is far off', () => {
    const { low, high } = robustRange([1.28, 1.3, 1.31, 1.29, 1.32, 9, 0.1]);
    expect(low).toBeCloseTo(1.28);
    expect(high).toBeCloseTo(1.32);
  });

  it('holds all values where most are equal', () => {
    const { low, high } = robustRange([2, 2, 2, 3]);
    expect([low, high]).toEqual([expect.closeTo(2), expect.closeTo(3)]);
  });
});
