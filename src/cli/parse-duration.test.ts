import { expect, it } from 'vitest';

import { parseDuration } from './parse-duration.js';

it.each([
  ['90', 90],
  ['90s', 90],
  ['1.5m', 90],
  ['2 m', 120],
  ['1h', 3600],
])('reads %s', (text, seconds) => {
  expect(parseDuration('--budget', text)).toBe(seconds);
});

it.each(['', '0', '-1', 'm', '2d', '1.2.3', '1e3', '2m30s'])('refuses "%s"', (text) => {
  expect(() => parseDuration('--budget', text)).toThrow(
    `--budget: expected a time above 0, such as 90s, 2m or 1h, got "${text}"`,
  );
});
