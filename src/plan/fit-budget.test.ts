import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import type { Cell } from '../model/cell.js';
import { parseShape } from '../config/shape-syntax.js';
import { formatProblem } from '../model/problem.js';
import type { Target } from '../model/vocabulary.js';
import { cellOf } from '../testing/cell-of.js';
import { fitBudget, requireHeadlineFits, type BudgetLimit } from './fit-budget.js';

const preset = loadRunConfig({ preset: 'default', file: null, overrides: {} });
const mi = 2 ** 20;

function limitOf(budgetSeconds: number, memoryBytesPerSecond = 10e9): BudgetLimit {
  return {
    config: { ...preset, budgetSeconds, perPass: false },
    isOfLibrary: () => false,
    lastLevelCacheBytes: 32 * mi,
    speeds: { memoryBytesPerSecond, touchBytesPerSecond: 1e9, probeSeconds: 0 },
    regionsOf: () => [
      { backend: 'native', pages: 'default', team: null, xBytes: 1e9, yBytes: 2e9 },
    ],
  };
}

function cellsAt(columns: readonly number[], target: Target): readonly Cell[] {
  return columns.flatMap((count) =>
    ['three-pass-reload', 'two-pass'].map((name) => cellOf(name, count, { target })),
  );
}

const columnsOf = (cells: readonly Cell[]): readonly number[] => [
  ...new Set(cells.map(({ problem }) => problem.columns)),
];

describe('requireHeadlineFits', () => {
  const cells = cellsAt([mi, 300 * mi], 'avx2');

  it('proposes a budget with which it then fits', () => {
    let message = '';
    try {
      requireHeadlineFits(cells, limitOf(10));
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(
      /a budget of 10 s is too short for an answer at 300 Mi elements on avx2/,
    );
    const proposed = Number(/--budget (\d+)/.exec(message)?.[1]);
    expect(() => {
      requireHeadlineFits(cells, limitOf(proposed));
    }).not.toThrow();
  });

  it('counts what filling the memory takes, in the three processes that an interval requires', () => {
    const fills = 3 * 3;
    expect(() => {
      requireHeadlineFits(cellsAt([64], 'avx2'), limitOf(fills));
    }).toThrow('too short');
    expect(() => {
      requireHeadlineFits(cellsAt([64], 'avx2'), limitOf(1.2 * fills));
    }).not.toThrow();
  });

  it('believes the speed that was measured', () => {
    expect(() => {
      requireHeadlineFits(cells, limitOf(40));
    }).not.toThrow();
    expect(() => {
      requireHeadlineFits(cells, limitOf(40, 1e9));
    }).toThrow('too short');
  });

  it('accepts any budget for nothing', () => {
    requireHeadlineFits([], limitOf(10));
  });
});

describe('fitBudget', () => {
  it('leaves out the sizes whose headline a slow target does not reach, and keeps the smallest', () => {
    const cells = cellsAt([mi, 4 * mi, 64 * mi, 300 * mi], 'js');
    const { fitting, skipped } = fitBudget(cells, limitOf(20));
    expect(columnsOf(fitting)).toEqual([mi, 4 * mi]);
    expect(columnsOf(skipped.map(({ cell }) => cell))).toEqual([64 * mi, 300 * mi]);
    expect(skipped[0]?.reason).toContain('budget of 20 s');
    expect(columnsOf(fitBudget(cells, limitOf(0.001)).fitting)).toEqual([mi]);
  });

  it('leaves out the largest shapes of a preset while all together outlast the budget, and none that was named', () => {
    const limit = (budgetSeconds: number, ...shapes: string[]): BudgetLimit => {
      const { config, ...rest } = limitOf(budgetSeconds);
      return { ...rest, config: { ...config, shapes } };
    };
    const cells = ['1x32000', '512x128256', '512x262144'].map((shape) =>
      cellOf('two-pass', 1, { target: 'avx2', problem: parseShape(shape).problems[0]! }),
    );
    const fitted = (own: BudgetLimit): readonly string[] =>
      fitBudget(cells, own).fitting.map(({ problem }) => formatProblem(problem));
    expect(fitted(limit(1000, 'llm'))).toEqual(['1x32000', '512x128256', '512x262144']);
    expect(fitted(limit(11, 'llm'))).toEqual(['1x32000', '512x128256']);
    expect(fitted(limit(1, 'llm'))).toEqual(['1x32000']);
    expect(fitted(limit(1, 'llm', '512x128256'))).toEqual(['512x128256']);
    const [skipped] = fitBudget(cells, limit(11, 'llm')).skipped;
    expect(skipped?.reason).toMatch(/^the rounds of all shapes .* the budget of 11 s: give/);
  });

  it('leaves out nothing where memory is the limit', () => {
    const cells = cellsAt([mi, 300 * mi], 'avx2');
    expect(fitBudget(cells, limitOf(1)).fitting).toEqual(cells);
  });
});
