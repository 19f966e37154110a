import { expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import { createOracle, prepareTile, referenceSoftmax, type Oracle } from './oracle.js';
import { probabilities } from './output-error.js';
import { compareRows, comparedRowsOf, rowIn } from './row-errors.js';

/** The same numbers in [0, 1) for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test('few rows are all compared; of many the first, the last and others, the same for the same seed', () => {
  const never = () => {
    throw new Error('no choice');
  };
  expect(comparedRowsOf(oneRow(2 ** 25), never)).toEqual([0]);
  expect(comparedRowsOf({ ...oneRow(1000), rows: 1024 }, never)).toHaveLength(1024);
  const vocabulary = { ...oneRow(128_256), rows: 512 };
  const rows = comparedRowsOf(vocabulary, createRandom(1));
  expect(rows).toEqual(comparedRowsOf(vocabulary, createRandom(1)));
  expect(rows).toHaveLength(8);
  expect([rows[0], rows.at(-1)]).toEqual([0, 511]);
  expect(comparedRowsOf({ ...oneRow(16), rows: 1e6 }, createRandom(1))).toHaveLength(1024);
  expect(comparedRowsOf({ ...oneRow(2 ** 24), rows: 9 }, createRandom(1))).toHaveLength(3);
});

/** Six thousand rows, each of one tile, of which some are compared element by element. */
const problem = { ...oneRow(10), rows: 6000, rowStrideElements: 12 };
const tile = Float32Array.from({ length: 10 }, (_, i) => Math.sin(i));
const oracle: Oracle = createOracle(prepareTile(tile), tile.length);

function errorsWith(change: (y: Float32Array) => void) {
  const y = new Float32Array(6000 * 12).fill(NaN);
  for (let row = 0; row < problem.rows; row += 1) {
    rowIn(y, problem, row).set(referenceSoftmax(tile));
  }
  change(y);
  return compareRows(y, problem, () => oracle, createRandom(1), probabilities);
}

test('right rows have no error to speak of', () => {
  expect(errorsWith(() => undefined)).toMatchObject({
    comparedElementCount: 10_240,
    zeroOutputShare: 0,
  });
  expect(errorsWith(() => undefined).maxUlpError).toBeLessThanOrEqual(0.5);
  expect(errorsWith(() => undefined).sumError).toBeLessThan(1e-6);
});

test('a row that nothing wrote is found, whichever it is', () => {
  for (const row of [0, 1, 2, 3, 3000, 5998, 5999]) {
    const { sumError } = errorsWith((y) => rowIn(y, problem, row).fill(NaN));
    expect(sumError, `row ${row}`).toBe(Infinity);
  }
});

test('a row that is another one is found by its elements where it is compared', () => {
  const { maxUlpError, sumError } = errorsWith((y) => rowIn(y, problem, 5999).reverse());
  expect(maxUlpError).toBeGreaterThan(1000);
  expect(sumError).toBeLessThan(1e-6);
});
