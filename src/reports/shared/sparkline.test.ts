import { describe, expect, it } from 'vitest';

import { sparkline } from './sparkline.js';

describe('sparkline', () => {
  it('spans the bars from the low to the high end, by ratio', () => {
    expect(sparkline([1, 2, 4, 8, 16], { low: 1, high: 16 })).toBe('▁▃▅▇█');
  });

  it('leaves a gap where there is no value', () => {
    expect(sparkline([1, null, 2], { low: 1, high: 2 })).toBe('▁ █');
  });

  it('marks what is off the scale', () => {
    expect(sparkline([1, 2, 30, 0.1], { low: 1, high: 2 })).toBe('▁█↑↓');
  });

  it('draws a range of one value at middle height', () => {
    expect(sparkline([3, 3], { low: 3, high: 3 })).toBe('▅▅');
  });
});
