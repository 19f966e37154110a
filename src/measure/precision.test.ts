import { expect, it } from 'vitest';

import { medianPrecisionRatio } from './precision.js';

it('needs six samples, and then spans all of them', () => {
  expect(medianPrecisionRatio([])).toBe(Infinity);
  expect(medianPrecisionRatio([1, 1, 1, 1, 1])).toBe(Infinity);
  expect(medianPrecisionRatio([14, 10, 12, 11, 13, 9])).toBeCloseTo((14 - 9) / 2 / 11.5);
});

it('runs from rank 40 to rank 61 of 100 samples, as the binomial distribution has it', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 1 + ((i * 37) % 100));
  expect(medianPrecisionRatio(samples)).toBeCloseTo((61 - 40) / 2 / 50.5);
});
