import { describe, expect, it } from 'vitest';

import { bandwidthCurve, type BandwidthFall } from './bandwidth-fall.js';

/** Bandwidths of sizes that double from 1. */
const octaves = (...bandwidths: number[]) =>
  bandwidths.map((bytesPerSecond, index) => ({ bytes: 2 ** index, bytesPerSecond }));

function fallsOf(...bandwidths: number[]): readonly BandwidthFall[] {
  const curve = bandwidthCurve(octaves(...bandwidths));
  if (curve.status !== 'settled') throw new Error(`the curve is ${curve.status}`);
  return curve.falls;
}

describe('a fall', () => {
  it('is where bandwidth crosses the geometric mean of both levels', () => {
    // From 40 at 4 to 10 at 8, through 20 half-way between their logarithms.
    expect(fallsOf(40, 40, 40, 10, 10)).toEqual([
      { capacityBytes: Math.round(4 * Math.SQRT2), lowBytes: 4, highBytes: 8 },
    ]);
  });

  it('is seen at each edge, inner ones first', () => {
    const falls = fallsOf(200, 200, 200, 80, 80, 80, 80, 20, 20);
    expect(falls.map(({ lowBytes }) => lowBytes)).toEqual([4, 64]);
  });

  it('without a plateau between two edges is the second edge', () => {
    expect(fallsOf(200, 200, 90, 60, 20, 20)).toMatchObject([{ lowBytes: 8, highBytes: 16 }]);
  });

  it('may be gradual', () => {
    expect(fallsOf(90, 90, 80, 64, 48, 37, 31, 30, 30)).toMatchObject([{ lowBytes: 8 }]);
  });

  it('is not hidden by a point that was disturbed', () => {
    expect(fallsOf(40, 12, 40, 10, 10, 10)).toEqual(fallsOf(40, 40, 40, 10, 10, 10));
  });

  it.each([
    ['one level', [10, 11, 10, 10, 10]],
    ['a slope', [20, 18, 16, 14.5, 13, 12, 11, 10]],
    ['one point of plateau', [40, 10, 10, 10]],
    ['a level that is hardly faster', [13, 13, 13, 10, 10]],
  ])('is not seen in %s', (_, bandwidths) => {
    expect(fallsOf(...bandwidths)).toEqual([]);
  });
});

describe('a curve', () => {
  it.each([
    ['short', [40, 10, 10]],
    ['short', []],
    ['falling', [40, 40, 40, 10]],
    ['noisy', [40, 10, 10, 11, 40, 10, 10]],
  ])('is %s: %j', (status, bandwidths) => {
    expect(bandwidthCurve(octaves(...bandwidths))).toEqual({ status });
  });
});
