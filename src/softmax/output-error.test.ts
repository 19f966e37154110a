import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  compareToOracle,
  comparisonRanges,
  logProbabilities,
  probabilities,
  ulpOfFloat32,
} from './output-error.js';
import { createOracle, prepareTile, type Oracle } from './oracle.js';

const expectedOf = (oracle: Oracle, index: number): number =>
  probabilities.expectedAt(oracle, index);

test('an ulp is the distance to the next float32', () => {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  fc.assert(
    fc.property(fc.float({ min: 0, max: Math.fround(3.4e38), noNaN: true }), (value) => {
      float[0] = value;
      bits[0]! += 1;
      expect(ulpOfFloat32(value)).toBe(float[0] - value);
      expect(ulpOfFloat32(-value)).toBe(ulpOfFloat32(value));
    }),
  );
  // Not yet 1, though it rounds to it in float32.
  expect(ulpOfFloat32(1 - 2 ** -30)).toBe(2 ** -24);
});

describe('ranges', () => {
  const mebi = 2 ** 20;

  test('up to 4 Mi elements are compared in full', () => {
    expect(comparisonRanges(4 * mebi, () => 0)).toEqual([{ start: 0, end: 4 * mebi }]);
  });

  test('beyond, 4 Mi elements in disjoint ascending ranges, both ends included', () => {
    const elementCounts = fc.integer({ min: 4 * mebi + 1, max: 2 ** 32 });
    const fractions = fc.infiniteStream(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    );
    fc.assert(
      fc.property(elementCounts, fractions, (elementCount, random) => {
        const ranges = comparisonRanges(elementCount, () => random.next().value as number);
        let position = 0;
        let covered = 0;
        for (const { start, end } of ranges) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          covered += end - start;
          position = end;
        }
        expect(ranges[0]).toEqual({ start: 0, end: mebi });
        expect(ranges.at(-1)).toEqual({ start: elementCount - mebi, end: elementCount });
        expect(covered).toBe(4 * mebi);
      }),
    );
  });
});

describe('a comparison', () => {
  const x = Float32Array.of(0, 1, 2, -120, 0.5);
  const oracle = createOracle(prepareTile(x), x.length);
  const all = [{ start: 0, end: x.length }];
  const rounded = (): Float32Array =>
    Float32Array.from({ length: x.length }, (_, i) => expectedOf(oracle, i));

  test('of correctly rounded outputs finds at most half an ulp', () => {
    const comparison = compareToOracle(rounded(), oracle, all);
    expect(comparison.maxUlpError).toBeLessThanOrEqual(0.5);
    expect(comparison.maxRelativeError).toBeLessThanOrEqual(2 ** -24);
    expect(comparison.sumError).toBeLessThan(1e-7);
    expect(comparison.zeroOutputShare).toBe(1 / 5);
    expect(comparison.comparedElementCount).toBe(5);
  });

  test('counts an error in units of the last place', () => {
    const y = rounded();
    y[1]! += 3 * ulpOfFloat32(expectedOf(oracle, 1));
    const { maxUlpError, maxRelativeError } = compareToOracle(y, oracle, all);
    expect(Math.abs(maxUlpError - 3)).toBeLessThanOrEqual(0.5);
    expect(maxRelativeError).toBeCloseTo(
      (3 * ulpOfFloat32(expectedOf(oracle, 1))) / expectedOf(oracle, 1),
      7,
    );
  });

  test('looks at its ranges only, but sums and counts zeros over everything', () => {
    const y = rounded();
    y[1] = 0;
    const comparison = compareToOracle(y, oracle, [{ start: 2, end: 5 }]);
    expect(comparison.maxUlpError).toBeLessThanOrEqual(0.5);
    expect(comparison.comparedElementCount).toBe(3);
    expect(comparison.sumError).toBeCloseTo(expectedOf(oracle, 1), 6);
    expect(comparison.zeroOutputShare).toBe(2 / 5);
  });

  test.each([NaN, Infinity, -Infinity])('fails on %d where a number is expected', (wrong) => {
    const y = rounded();
    y[2] = wrong;
    const comparison = compareToOracle(y, oracle, all);
    expect(comparison.maxUlpError).toBe(Infinity);
    expect(comparison.maxRelativeError).toBe(Infinity);
    expect(comparison.sumError).toBe(Infinity);
  });

  test('takes 0 for a subnormal, and holds what is not 0 to subnormal ulps', () => {
    const tile = Float32Array.of(0, -90);
    const subnormal = createOracle(prepareTile(tile), 2);
    const both = [{ start: 0, end: 2 }];
    expect(compareToOracle(Float32Array.of(1, 0), subnormal, both).maxUlpError).toBe(0);
    const tooLarge = Float32Array.of(1, expectedOf(subnormal, 1) + 7 * 2 ** -149);
    const { maxUlpError, maxRelativeError } = compareToOracle(tooLarge, subnormal, both);
    expect(Math.abs(maxUlpError - 7)).toBeLessThanOrEqual(0.5);
    expect(maxRelativeError).toBe(0);
  });

  test('expects NaN everywhere where the oracle does', () => {
    const poisoned = createOracle(prepareTile(Float32Array.of(1, NaN)), 2);
    const both = [{ start: 0, end: 2 }];
    expect(compareToOracle(Float32Array.of(NaN, NaN), poisoned, both)).toMatchObject({
      maxUlpError: 0,
      maxRelativeError: 0,
      sumError: 0,
    });
    expect(compareToOracle(Float32Array.of(0, NaN), poisoned, both).maxUlpError).toBe(Infinity);
    expect(compareToOracle(Float32Array.of(0, 1), poisoned, both).sumError).toBe(Infinity);
  });
});

describe('a comparison of log-probabilities', () => {
  const x = Float32Array.of(0, 1, 2, -120, -Infinity);
  const oracle = createOracle(prepareTile(x), x.length);
  const all = [{ start: 0, end: x.length }];
  const rounded = (): Float32Array =>
    Float32Array.from({ length: x.length }, (_, i) => logProbabilities.expectedAt(oracle, i));
  const compare = (y: Float32Array) => compareToOracle(y, oracle, all, logProbabilities);

  test('of correctly rounded outputs finds at most half an ulp, -Infinity included', () => {
    const { maxUlpError, sumError } = compare(rounded());
    expect(rounded()[4]).toBe(-Infinity);
    expect(maxUlpError).toBeLessThanOrEqual(0.5);
    expect(sumError).toBeLessThan(1e-6);
  });

  test('counts errors near 0 in ulp of 1', () => {
    const one = createOracle(prepareTile(Float32Array.of(0, -50)), 2);
    const y = Float32Array.of(2 ** -23, -50);
    const { maxUlpError } = compareToOracle(y, one, [{ start: 0, end: 2 }], logProbabilities);
    expect(maxUlpError).toBeCloseTo(1, 6);
  });

  test.each([NaN, Infinity, 0])('fails on %d where another number is expected', (wrong) => {
    const y = rounded();
    y[3] = wrong;
    expect(compare(y).maxUlpError).toBeGreaterThan(1e6);
  });
});
