import { expect, it } from 'vitest';

import { isVerdictUncertain, verdictOfFraction } from './verdict-rule.js';

it.each([
  [1.2, 'memory-bound'],
  [0.9, 'memory-bound'],
  [0.8999, 'mixed'],
  [0.5001, 'mixed'],
  [0.5, 'compute-bound'],
  [0.1, 'compute-bound'],
])('%d of the memory-only speed is %s', (fraction, verdict) => {
  expect(verdictOfFraction(fraction)).toBe(verdict);
});

it('a verdict is uncertain when its interval crosses an edge or is missing', () => {
  const of = (ratio: number, low: number, high: number) =>
    isVerdictUncertain({ ratio, interval: { low, high }, roundCount: 9 });
  expect(of(0.95, 0.9, 1)).toBe(false);
  expect(of(0.95, 0.89, 1)).toBe(true);
  expect(of(0.7, 0.51, 0.89)).toBe(false);
  expect(of(0.7, 0.5, 0.89)).toBe(true);
  expect(of(0.4, 0.3, 0.51)).toBe(true);
  expect(isVerdictUncertain({ ratio: 0.95, interval: null, roundCount: 2 })).toBe(true);
});
