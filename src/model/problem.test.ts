import { expect, test } from 'vitest';

import {
  bytesOf,
  compareProblems,
  elementsOf,
  formatProblem,
  oneRow,
  rowOf,
  rowStrideOf,
  spanElementsOf,
  workingSetOf,
} from './problem.js';

const contiguous = { ...oneRow(100), rows: 3 };
const strided = { ...contiguous, rowStrideElements: 128 };

test('what is used is counted without what lies between rows, memory with it', () => {
  for (const problem of [contiguous, strided]) {
    expect([elementsOf(problem), bytesOf(problem), workingSetOf(problem)]).toEqual([
      300, 1200, 2400,
    ]);
    expect(rowOf(problem)).toEqual(oneRow(100));
  }
  expect([contiguous, strided].map(rowStrideOf)).toEqual([100, 128]);
  expect([contiguous, strided].map(spanElementsOf)).toEqual([300, 356]);
  expect(spanElementsOf(oneRow(7))).toBe(7);
});

test('a problem is written with the stride that it has', () => {
  expect([contiguous, strided].map(formatProblem)).toEqual(['3x100', '3x100:128']);
});

test('problems are ordered by elements, then columns, then stride', () => {
  const ascending = [oneRow(299), { ...oneRow(50), rows: 6 }, contiguous, strided, oneRow(300)];
  expect([...ascending].reverse().sort(compareProblems)).toEqual(ascending);
});
