import { describe, expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import type { OperationId } from '../model/vocabulary.js';
import { algorithms } from './algorithms.js';
import { areAllowedErrors, operations, type OutputToCheck, type Verified } from './operations.js';
import { createOracle, prepareTile } from './oracle.js';

const wrongNumbers = [NaN, Infinity, -Infinity];

/** What the operation says of y and of the log-sum-exp, given x. */
function check(
  operation: OperationId,
  x: Float32Array,
  output: Partial<Pick<OutputToCheck, 'y' | 'logSumExpOf'>>,
): Verified {
  const oracle = createOracle(prepareTile(x), x.length);
  return operations[operation].check({
    y: new Float32Array(x.length).fill(NaN),
    problem: oneRow(x.length),
    logSumExpOf: () => NaN,
    tile: x,
    oracleOf: () => oracle,
    random: () => 0,
    ...output,
  });
}

/** The right output in float32. */
function rightOutput(operation: OperationId, x: Float32Array): Float32Array {
  const { max, sum, logSumExp } = createOracle(prepareTile(x), x.length);
  if (operation === 'log-softmax') return x.map((value) => value - logSumExp);
  if (operation === 'softmax') return x.map((value) => Math.exp(value - max) / sum);
  return Float32Array.from(x);
}

const x = Float32Array.from({ length: 50 }, (_, i) => 3 * Math.sin(i * i));

test('every operation is filed under its own id', () => {
  for (const [id, operation] of Object.entries(operations)) expect(operation.id).toBe(id);
  for (const { operation } of algorithms) expect(operations[operation]).toBeDefined();
});

describe.each(['softmax', 'log-softmax'] as const)('the check of %s', (operation) => {
  test('accepts the right output', () => {
    const { verification, problem } = check(operation, x, { y: rightOutput(operation, x) });
    expect(problem).toBeNull();
    expect(verification.maxUlpError).toBeLessThanOrEqual(0.5);
    expect(verification.comparedElementCount).toBe(x.length);
    expect(areAllowedErrors(operation, x.length, verification)).toBe(true);
  });

  test.each(wrongNumbers)('fails on one %d', (wrong) => {
    const y = rightOutput(operation, x);
    y[17] = wrong;
    const { verification, problem } = check(operation, x, { y });
    expect(problem).toMatch(/^wrong output: largest error Infinity ulp/);
    expect(areAllowedErrors(operation, x.length, verification)).toBe(false);
  });

  test('fails on an output that nothing wrote', () => {
    expect(check(operation, x, {}).problem).not.toBeNull();
  });

  test.each([
    [NaN, 1],
    [Infinity, 0],
    [-Infinity, -Infinity],
  ])('demands NaN everywhere for the row %d, %d', (...row) => {
    const poisoned = Float32Array.from(row);
    expect(check(operation, poisoned, { y: Float32Array.of(NaN, NaN) }).problem).toBeNull();
    expect(check(operation, poisoned, { y: Float32Array.of(0, 1) }).problem).not.toBeNull();
    expect(check(operation, poisoned, { y: Float32Array.of(NaN, 0) }).problem).not.toBeNull();
  });

  test('gives the right value for a masked element, and demands it', () => {
    const masked = Float32Array.of(1, -Infinity, 2);
    const y = rightOutput(operation, masked);
    expect(y[1]).toBe(operation === 'softmax' ? 0 : -Infinity);
    expect(check(operation, masked, { y }).problem).toBeNull();
    y[1] = 1e-30;
    expect(check(operation, masked, { y }).problem).not.toBeNull();
  });
});

describe('the check of logsumexp', () => {
  const right = Math.fround(createOracle(prepareTile(x), x.length).logSumExp);

  test('accepts the right number, and up to 4 ulp beside it', () => {
    const { verification, problem } = check('logsumexp', x, { logSumExpOf: () => right });
    expect(problem).toBeNull();
    expect(verification).toMatchObject({ comparedElementCount: 1, sumError: null });
    expect(areAllowedErrors('logsumexp', x.length, verification)).toBe(true);
    const ulp = 2 ** (Math.floor(Math.log2(right)) - 23);
    expect(check('logsumexp', x, { logSumExpOf: () => right + 3 * ulp }).problem).toBeNull();
    expect(check('logsumexp', x, { logSumExpOf: () => right + 6 * ulp }).problem).not.toBeNull();
  });

  test.each(wrongNumbers)('fails on %d where a number is expected', (logSumExp) => {
    const { verification, problem } = check('logsumexp', x, { logSumExpOf: () => logSumExp });
    expect(problem).toMatch(/^wrong output: got/);
    expect(verification.maxUlpError).toBe(Infinity);
    expect(verification.maxRelativeError).toBe(Infinity);
    expect(areAllowedErrors('logsumexp', x.length, verification)).toBe(false);
  });

  test.each([
    [NaN, 1],
    [Infinity, 0],
    [-Infinity, -Infinity],
  ])('demands NaN for the row %d, %d', (...row) => {
    const poisoned = Float32Array.from(row);
    expect(check('logsumexp', poisoned, { logSumExpOf: () => NaN }).problem).toBeNull();
    for (const logSumExp of [0, Infinity, -Infinity]) {
      expect(check('logsumexp', poisoned, { logSumExpOf: () => logSumExp }).problem).not.toBeNull();
    }
  });

  test('measures errors near 0 in ulp of 1', () => {
    // e^-ln 2 + e^-ln 2 is 1 but for the rounding of the logarithm.
    const half = Float32Array.of(-Math.LN2, -Math.LN2);
    expect(check('logsumexp', half, { logSumExpOf: () => 2 ** -22 }).problem).toBeNull();
    expect(check('logsumexp', half, { logSumExpOf: () => 2 ** -20 }).problem).not.toBeNull();
  });
});

describe('the check of copy', () => {
  test.each([Float32Array.of(1, NaN, -0, Infinity), x])('wants every bit', (values) => {
    expect(check('copy', values, { y: Float32Array.from(values) }).problem).toBeNull();
  });

  test.each([...wrongNumbers, 0])('fails on %d in place of another number', (wrong) => {
    const y = Float32Array.of(1, wrong, -0);
    expect(check('copy', Float32Array.of(1, 2, -0), { y }).problem).toMatch(/not a copy/);
  });

  test('distinguishes 0 from -0', () => {
    expect(check('copy', Float32Array.of(-0), { y: Float32Array.of(0) }).problem).not.toBeNull();
  });
});

test('errors that were not found are never allowed where an operation has a bound', () => {
  const { verification } = check('none', x, {});
  for (const operation of ['softmax', 'log-softmax', 'logsumexp'] as const) {
    expect(areAllowedErrors(operation, x.length, verification)).toBe(false);
  }
  expect(areAllowedErrors('none', x.length, verification)).toBe(true);
});
