import { expect, it } from 'vitest';

import { bandwidthKnee } from './knee.js';

const at = (...bandwidths: number[]) =>
  bandwidths.map((bytesPerSecond, index) => ({ touchedBytes: 2 ** index, bytesPerSecond }));

it('is where the bandwidth crosses the geometric mean of both levels', () => {
  // From 40 at 4 to 10 at 8, through 20 half-way between their logarithms.
  expect(bandwidthKnee(at(40, 40, 40, 10, 10))).toEqual({
    bytes: Math.round(4 * Math.SQRT2),
    lastAboveBytes: 4,
    firstBelowBytes: 8,
  });
});

it.each([
  ['one level', at(10, 11, 10, 10, 10)],
  ['a fall at the very end', at(40, 40, 40, 10)],
  ['one point of plateau', at(40, 10, 10, 10)],
  ['noise', at(40, 10, 10, 11, 40, 10, 10)],
  ['nothing', []],
])('is not seen in %s', (_, points) => {
  expect(bandwidthKnee(points)).toBeNull();
});
