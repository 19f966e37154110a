import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createOracle, prepareTile, referenceSoftmax } from './oracle.js';

const logits = fc.float32Array({ min: -50, max: 50, minLength: 1, maxLength: 40, noNaN: true });

test('softmax of logarithms is the shares of their arguments', () => {
  // In float32 the logarithms are off by up to 2^-24, which the exponentials inherit.
  const [first, second, third] = referenceSoftmax(
    Float32Array.of(Math.log(1), Math.log(2), Math.log(5)),
  );
  expect(first).toBeCloseTo(1 / 8, 7);
  expect(second).toBeCloseTo(2 / 8, 7);
  expect(third).toBeCloseTo(5 / 8, 7);
});

test('outputs are shares: none negative, sum 1, the order of the inputs', () => {
  fc.assert(
    fc.property(logits, (x) => {
      const y = referenceSoftmax(x);
      expect(y.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 13);
      for (let i = 1; i < x.length; i += 1) {
        if (x[i]! > x[i - 1]!) expect(y[i]!).toBeGreaterThanOrEqual(y[i - 1]!);
        if (x[i] === x[i - 1]) expect(y[i]).toBe(y[i - 1]);
      }
    }),
  );
});

describe('non-finite input', () => {
  test.each([
    { name: '-Infinity gives 0', x: [-Infinity, 0, -Infinity, 0], y: [0, 0.5, 0, 0.5] },
    { name: 'all -Infinity gives NaN', x: [-Infinity, -Infinity], y: [NaN, NaN] },
    { name: 'NaN gives NaN everywhere', x: [1, NaN, 2, -Infinity], y: [NaN, NaN, NaN, NaN] },
    { name: '+Infinity gives NaN everywhere', x: [1, Infinity, -Infinity], y: [NaN, NaN, NaN] },
    { name: 'huge finite input does not overflow', x: [1e30, -1e30, 1e30], y: [0.5, 0, 0.5] },
  ])('$name', ({ x, y }) => {
    expect([...referenceSoftmax(Float32Array.from(x))]).toEqual(y);
  });
});

describe('the oracle of a tiled input', () => {
  const element = fc.oneof(
    { weight: 20, arbitrary: fc.float({ min: -50, max: 50, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
  );
  const tiles = fc.array(element, { minLength: 1, maxLength: 13 });

  test('equals the reference of the input written out, at any length', () => {
    fc.assert(
      fc.property(tiles, fc.integer({ min: 1, max: 50 }), (values, elementCount) => {
        const tile = Float32Array.from(values);
        const oracle = createOracle(prepareTile(tile), elementCount);
        const x = Float32Array.from({ length: elementCount }, (_, i) => tile[i % tile.length]!);
        const whole = referenceSoftmax(x);
        const period = oracle.exponentials.length;
        for (let i = 0; i < elementCount; i += 1) {
          const expected = oracle.exponentials[i % period]! / oracle.sum;
          if (Number.isNaN(whole[i])) expect(expected).toBeNaN();
          else expect(Math.abs(expected - whole[i]!)).toBeLessThan(1e-14 * whole[i]! + 1e-300);
          expect(oracle.values[i % tile.length]).toBe(x[i]);
        }
        if (Number.isNaN(oracle.sum)) expect(oracle.logSumExp).toBeNaN();
        else expect(oracle.logSumExp).toBeCloseTo(oracle.max + Math.log(oracle.sum), 12);
      }),
    );
  });

  test('shares the exponentials of the tile unless the prefix misses its maximum', () => {
    const tile = prepareTile(Float32Array.of(1, 3, 2));
    expect(createOracle(tile, 1).exponentials).not.toBe(tile.exponentials);
    expect(createOracle(tile, 2).exponentials).toBe(tile.exponentials);
    expect(createOracle(tile, 1e9).exponentials).toBe(tile.exponentials);
  });

  test('sums small terms beside large ones', () => {
    const small = -40;
    const tile = new Float32Array(100_003).fill(small);
    tile[0] = 0;
    // Each e^-40 is below half an ulp of 1: added to 1 one by one, they would all be lost.
    const expected = 1 + 100_002 * Math.exp(small);
    expect(expected).toBeGreaterThan(1);
    expect(createOracle(prepareTile(tile), tile.length).sum).toBe(expected);
  });
});
