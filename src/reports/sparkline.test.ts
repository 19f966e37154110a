import { describe, expect, it } from 'vitest';

import { sparkline } from './sparkline.js';

describe('sparkline', () => {
  it('spans the bars from the smallest to the largest value, by ratio', () => {
    expect(sparkline([1, 2, 4, 8, 16])).toBe('▁▃▅▇█');
  });

  it('leaves a gap where there is no value', () => {
    expect(sparkline([1, null, 2])).toBe('▁ █');
  });

  it('draws equal values at middle height', () => {
    expect(sparkline([3, 3])).toBe('▅▅');
  });
});
