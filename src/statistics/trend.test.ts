import { describe, expect, it } from 'vitest';

import { createRandom } from './random.js';
import { trendOf } from './trend.js';

describe('trendOf', () => {
  it('sees what grows and what falls, through outliers', () => {
    expect(trendOf([[1, 2, 3, 90, 4, 5, 6, 7, 8, 9]])).toBe('rising');
    expect(trendOf([[9, 8, 7, 6, -5, 5, 4, 3, 2, 1]])).toBe('falling');
  });

  it('takes a step between processes for none', () => {
    const steps = [1, 5, 9].map((level) => [level, level + 0.2, level + 0.1, level + 0.15]);
    expect(trendOf(steps)).toBe('none');
    expect(trendOf([steps.flat()])).toBe('rising');
  });

  it('says nothing of few values, and none of equal ones', () => {
    expect(trendOf([[1, 2, 3, 4, 5, 6, 7]])).toBeNull();
    expect(trendOf([[3, 3, 3, 3, 3, 3, 3, 3]])).toBe('none');
  });

  it('looks at every pair, in a time that grows with the values', () => {
    const random = createRandom(3);
    const drawn = Array.from(
      { length: 300_000 },
      (_, index) => Math.floor(9 * random()) + index / 1e5,
    );
    expect(trendOf([drawn])).toBe('rising');
    expect(trendOf([drawn.toReversed()])).toBe('falling');
  });

  it('finds a trend in noise in one of a hundred runs', () => {
    const random = createRandom(9);
    let found = 0;
    for (let run = 0; run < 4000; run += 1) {
      const values = Array.from({ length: 3 }, () => Array.from({ length: 6 }, random));
      if (trendOf(values) !== 'none') found += 1;
    }
    expect(found / 4000).toBeLessThanOrEqual(0.012);
  });
});
