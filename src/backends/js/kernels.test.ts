import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { algorithms } from '../../softmax/algorithms.js';
import { compareToOracle } from '../../softmax/output-error.js';
import type { PassId } from '../../softmax/passes.js';
import { createOracle, prepareTile, type Oracle } from '../../softmax/oracle.js';
import { inputCases } from '../../testing/input-cases.js';
import { kernelOf, kernels } from './kernels.js';
import { createState } from './state.js';

const softmaxAlgorithms = algorithms
  .filter(({ operation, ordinaryForm }) => operation === 'softmax' && ordinaryForm === null)
  .map(({ id, passes }) => ({ id, passIds: passes.map(({ pass }) => pass) }));

const lengths = [
  ...Array.from({ length: 67 }, (_, index) => index + 1),
  ...[999, 1000, 1001, 99_999, 100_000, 100_001],
];

const guard = 12345;

function runPasses(passIds: readonly PassId[], x: Float32Array): Float32Array {
  const y = new Float32Array(x.length).fill(guard);
  const state = createState();
  for (const id of passIds) kernelOf(id)(x, y, 0, 0, x.length, state);
  return y;
}

function oracleOf(x: Float32Array): Oracle {
  return createOracle(prepareTile(x), x.length);
}

describe.each(softmaxAlgorithms)('$id', ({ passIds }) => {
  test.each(inputCases)('is within 4 ulp of the oracle: $name', ({ values }) => {
    for (const elementCount of lengths) {
      const x = values(elementCount);
      const comparison = compareToOracle(runPasses(passIds, x), oracleOf(x), [
        { start: 0, end: elementCount },
      ]);
      expect(comparison.maxUlpError, `${elementCount} elements`).toBeLessThanOrEqual(4);
      expect(comparison.sumError, `${elementCount} elements`).toBeLessThanOrEqual(1e-5);
    }
  });

  test('does not change beyond rounding when a constant is added to all inputs', () => {
    // Multiples of one power of two, few enough bits for the shifted inputs to be exact in float32.
    const shifted = fc.record({
      multiples: fc.array(fc.integer({ min: -1024, max: 1024 }), { minLength: 1, maxLength: 100 }),
      shift: fc.integer({ min: -(2 ** 23), max: 2 ** 23 }),
      scale: fc.integer({ min: -9, max: 7 }).map((exponent) => 2 ** exponent),
    });
    fc.assert(
      fc.property(shifted, ({ multiples, shift, scale }) => {
        const x = Float32Array.from(multiples, (multiple) => multiple * scale);
        const moved = Float32Array.from(multiples, (multiple) => (multiple + shift) * scale);
        const comparison = compareToOracle(runPasses(passIds, moved), oracleOf(x), [
          { start: 0, end: x.length },
        ]);
        expect(comparison.maxUlpError).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('gives equal shares to equal inputs, whatever finite number they are', () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 50 }), (value, elementCount) => {
        const y = runPasses(passIds, new Float32Array(elementCount).fill(value));
        expect(new Set(y)).toEqual(new Set([Math.fround(1 / elementCount)]));
      }),
    );
  });

  test('reads and writes its slots only', () => {
    const [xOffset, yOffset, elementCount] = [3, 5, 20];
    const slot = inputCases[0]!.values(elementCount);
    const x = new Float32Array(40).fill(NaN);
    x.set(slot, xOffset);
    const y = new Float32Array(40).fill(guard);
    const state = createState();
    for (const id of passIds) kernelOf(id)(x, y, xOffset, yOffset, elementCount, state);

    expect(y.slice(yOffset, yOffset + elementCount)).toEqual(runPasses(passIds, slot));
    const outside = [...y.slice(0, yOffset), ...y.slice(yOffset + elementCount)];
    expect(new Set(outside)).toEqual(new Set([guard]));
  });
});

describe('what the first passes find', () => {
  const x = inputCases[0]!.values(1001);
  const oracle = oracleOf(x);
  const state = createState();

  test('max and sum-exp, store-exp and online-sum agree with the oracle', () => {
    const y = runPasses(['max', 'store-exp'], x);
    expect(y).toEqual(Float32Array.from(oracle.exponentials));
    for (const passIds of [['max', 'sum-exp'], ['max', 'store-exp'], ['online-sum']] as const) {
      for (const id of passIds) kernelOf(id)(x, y, 0, 0, x.length, state);
      expect(state.max).toBe(oracle.max);
      expect(state.sum / oracle.sum).toBeCloseTo(1, 12);
    }
  });

  test('ext-sum holds sums far beyond float64, its mantissa in range', () => {
    const huge = x.map((value) => Math.fround(value * 64) + 1e5);
    kernelOf('ext-sum')(huge, huge, 0, 0, huge.length, state);
    const { max, sum } = oracleOf(huge);
    expect(state.exponent).toBe(Math.round(max * Math.LOG2E));
    expect(state.mantissa).toBeGreaterThanOrEqual(Math.SQRT1_2);
    const logarithm = Math.log(state.mantissa) + state.exponent * Math.LN2;
    expect(logarithm).toBeCloseTo(max + Math.log(sum), 9);
  });
});

describe('memory passes', () => {
  const x = Float32Array.of(1, -2.5, -0, 1e-45, 3e38);

  test.each([
    { id: 'copy', y: [...x] },
    { id: 'scale', y: [3, -7.5, -0, 4e-45, Infinity].map(Math.fround) },
    { id: 'fill', y: [1, 1, 1, 1, 1] },
    { id: 'update', y: new Array<number>(5).fill(-guard) },
    { id: 'read', y: new Array<number>(5).fill(guard) },
  ] as const)('$id', ({ id, y }) => {
    expect([...runPasses([id], x)]).toEqual(y);
  });

  test('read leaves the sum of what it read', () => {
    const state = createState();
    kernelOf('read')(Float32Array.of(NaN, 1, 2, 3, NaN), x, 1, 0, 3, state);
    expect(state.sum).toBe(6);
  });

  test('only the C library is out of reach', () => {
    const missing = Object.entries(kernels).filter(([, kernel]) => kernel === null);
    expect(missing.map(([id]) => id)).toEqual(['libc-memcpy']);
    expect(() => kernelOf('libc-memcpy')).toThrow('libc-memcpy');
  });
});
