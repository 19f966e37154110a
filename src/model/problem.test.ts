import { expect, test } from 'vitest';

import {
  bytesOf,
  compareProblems,
  elementsOf,
  formatProblem,
  oneRow,
  parseProblem,
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

test('a problem is written in one way, and read from it', () => {
  expect([contiguous, strided].map(formatProblem)).toEqual(['3x100', '3x100:128']);
  for (const problem of [oneRow(1), contiguous, strided]) {
    expect(parseProblem(formatProblem(problem))).toEqual(problem);
  }
});

test.each(['3x100:100', '3x100:99', '3x100:', '3x100:x', '0x5', '3x', '3x100:128f', 'x3', '1e3x5'])(
  '%s is no problem',
  (text) => {
    expect(parseProblem(text)).toBeNull();
  },
);

test('problems are ordered by elements, then columns, then stride', () => {
  const ascending = [oneRow(299), { ...oneRow(50), rows: 6 }, contiguous, strided, oneRow(300)];
  expect([...ascending].reverse().sort(compareProblems)).toEqual(ascending);
});
