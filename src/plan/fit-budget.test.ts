import { describe, expect, it } from 'vitest';

import type { Target } from '../model/vocabulary.js';
import type { Cell } from '../model/cell.js';
import { fitBudget } from './fit-budget.js';

const cellOf = (target: Target, elementCount: number): Cell => ({
  id: `copy/${target}/${elementCount}/paper/t1`,
  algorithm: 'copy',
  target,
  elementCount,
  cacheState: 'paper',
  threadCount: 1,
  variants: [],
});
const countsOf = (cells: readonly Cell[]): number[] => cells.map((cell) => cell.elementCount);

describe('fitBudget', () => {
  // A first visit to copy on js is reckoned at 4 calls of 20 ns an element: 0.8 s for 1e7 elements.
  it('leaves out the sizes from which on the first round would take more than half the budget', () => {
    const cells = [1e6, 1e7, 1e8, 1e9].map((count) => cellOf('js', count));
    expect(countsOf(fitBudget(cells, 18).fitting)).toEqual([1e6, 1e7, 1e8]);
    expect(countsOf(fitBudget(cells, 17).fitting)).toEqual([1e6, 1e7]);
    const { tooLong } = fitBudget(cells, 17);
    expect(countsOf(tooLong.map(({ cell }) => cell))).toEqual([1e8, 1e9]);
    expect(tooLong[0]?.reason).toContain('budget of 17 s');
  });

  it('keeps the smallest size whatever the budget', () => {
    expect(countsOf(fitBudget([cellOf('js', 1e9)], 0.001).fitting)).toEqual([1e9]);
  });

  it('divides the budget among targets, so that a slow one costs a fast one no size', () => {
    const cells = [1e6, 1e8].flatMap((count) => [cellOf('avx2', count), cellOf('js', count)]);
    const { fitting } = fitBudget(cells, 4);
    expect(fitting.map((cell) => `${cell.target} ${cell.elementCount}`)).toEqual([
      'avx2 1000000',
      'js 1000000',
      'avx2 100000000',
    ]);
  });
});
