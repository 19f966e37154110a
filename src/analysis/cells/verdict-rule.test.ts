import { expect, it } from 'vitest';

import { verdictOf } from './verdict-rule.js';

it.each([
  [0.9, 1.2, 'memory-bound'],
  [1.05, 1.2, 'memory-bound'],
  [0.8999, 1, 'undecided'],
  [0.5001, 0.8999, 'mixed'],
  [0.5, 0.8999, 'undecided'],
  [0.5001, 0.9, 'undecided'],
  [0.1, 0.5, 'compute-bound'],
  [0.1, 0.5001, 'undecided'],
  [0.4, 1, 'undecided'],
])('from %d to %d of the speed of the floor is %s', (low, high, verdict) => {
  expect(verdictOf({ ratio: (low + high) / 2, interval: { low, high }, roundCount: 9 })).toBe(
    verdict,
  );
});
