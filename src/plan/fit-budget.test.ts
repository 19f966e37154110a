import { describe, expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import { cellOf } from '../testing/cell-of.js';
import { fitBudget } from './fit-budget.js';

const copyOf = (count: number, target: 'js' | 'avx2' = 'js'): Cell =>
  cellOf('copy', count, { target });
const countsOf = (cells: readonly Cell[]): number[] => cells.map(({ problem }) => problem.columns);

describe('fitBudget', () => {
  // A first visit to copy on js is expected to be 4 calls of 20 ns an element: 0.8 s for 1e7 elements.
  it('leaves out the sizes from which on the first round would take more than half the budget', () => {
    const cells = [1e6, 1e7, 1e8, 1e9].map((count) => copyOf(count));
    expect(countsOf(fitBudget(cells, 18).fitting)).toEqual([1e6, 1e7, 1e8]);
    expect(countsOf(fitBudget(cells, 17).fitting)).toEqual([1e6, 1e7]);
    const { skipped } = fitBudget(cells, 17);
    expect(countsOf(skipped.map(({ cell }) => cell))).toEqual([1e8, 1e9]);
    expect(skipped[0]?.reason).toContain('budget of 17 s');
  });

  it('keeps the smallest size whatever the budget', () => {
    expect(countsOf(fitBudget([copyOf(1e9)], 0.001).fitting)).toEqual([1e9]);
  });

  it('divides the budget among targets, so that a slow one costs a fast one no size', () => {
    const cells = [1e6, 1e8].flatMap((count) => [copyOf(count, 'avx2'), copyOf(count)]);
    const { fitting } = fitBudget(cells, 4);
    expect(fitting.map((cell) => `${cell.target} ${cell.problem.columns}`)).toEqual([
      'avx2 1000000',
      'js 1000000',
      'avx2 100000000',
    ]);
  });
});
