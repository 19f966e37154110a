import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { studentPoint } from '../statistics/student.js';
import type { CombinedPoint, CombinedSeries } from './combine.js';
import { compareLogs, isBetter, logPoint, meanPoint } from './ratio.js';

const point: CombinedPoint = {
  at: {
    key: '1x1024',
    problem: oneRow(1024),
    size: 1024,
    region: 'DRAM',
    isTransition: false,
    isOutOfCache: true,
  },
  value: 2,
  interval: { low: 1.96, high: 2.04 },
  runCount: 1,
  processCount: null,
  prior: () => null,
  betweenRunsLog: null,
};

const series: CombinedSeries = {
  operation: 'softmax',
  implementation: 'two-pass',
  target: 'avx2',
  cacheState: 'warm',
  threadCount: 1,
  placement: null,
  scaling: null,
  pages: 'default',
  profile: null,
  quantity: 'time',
  over: null,
  stores: 'ordinary ordinary',
  boundaries: [],
  floors: new Map(),
  points: [],
};

const less = (change: Partial<CombinedPoint>, aaRatio = 1) =>
  logPoint(
    { ...series, floors: new Map([['DRAM', aaRatio]]) },
    { ...point, ...change },
    'less is better',
  );

describe('compareLogs', () => {
  it('gives the ratio, with the widths of both sides', () => {
    const { ratio, interval, verdict } = compareLogs(
      less({ value: 1, interval: { low: 0.98, high: 1.02 } }),
      less({}),
    );
    expect(ratio).toBeCloseTo(2, 12);
    // Half-widths of about 2 % on each side add up as their squares.
    expect(interval!.low).toBeCloseTo(
      2 * Math.exp(-Math.hypot(Math.log(1.02), Math.log(2 / 1.96))),
      12,
    );
    expect(interval!.high).toBeCloseTo(
      2 * Math.exp(Math.hypot(Math.log(1 / 0.98), Math.log(1.02))),
      12,
    );
    expect(verdict).toBe('faster');
  });

  it('widens single runs, as runs differ by more than processes explain, and claims nothing from few', () => {
    const own = { value: 1, interval: { low: 0.98, high: 1.02 } };
    const widthWith = (processCount: number | null): number => {
      const { interval } = compareLogs(
        less({ ...own, processCount }),
        less({ ...own, processCount }),
      );
      return Math.log(interval!.high);
    };
    // By Welch's test: both sides have the same error, so their degrees of freedom add up.
    for (const count of [3, 8]) {
      const student = studentPoint(2 * (count - 1)) / studentPoint(count - 1);
      expect(widthWith(count) / widthWith(null)).toBeCloseTo(Math.sqrt(1 + count / 2) * student, 2);
    }
    const few = compareLogs(less({ ...own, processCount: 2 }), less({ processCount: 6 }));
    expect(few).toMatchObject({ interval: null, verdict: null });
  });

  it('claims nothing without an interval, or within A/A noise', () => {
    expect(compareLogs(less({ value: 1, interval: null }), less({})).verdict).toBeNull();
    expect(
      compareLogs(less({ value: 1.8, interval: { low: 1.79, high: 1.81 } }), less({}, 1.2)).verdict,
    ).toBe('no difference');
  });

  it('is as wide as the variation between runs demands', () => {
    const a = less({ runCount: 2, betweenRunsLog: 0.1, interval: { low: 1.99, high: 2.01 } });
    const b = less({ runCount: 1, interval: { low: 1.99, high: 2.01 } });
    // One degree of freedom: Student's 12.706, and the single run varies as much.
    const halfWidth = 12.706 * 0.1 * Math.sqrt(1 / 2 + 1);
    expect(Math.log(compareLogs(a, b).interval!.high)).toBeCloseTo(halfWidth, 10);
  });

  const points = fc.record({
    value: fc.double({ min: 0.1, max: 10, noNaN: true }),
    width: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
    runCount: fc.integer({ min: 1, max: 5 }),
    between: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  });
  const asPoint = (
    {
      value,
      width,
      runCount,
      between,
    }: { value: number; width: number; runCount: number; between: number },
    aaRatio: number,
  ) =>
    less(
      {
        value,
        interval: { low: value * (1 - width), high: value * (1 + width) },
        runCount,
        betweenRunsLog: runCount > 1 ? between : null,
      },
      aaRatio,
    );

  it('is antisymmetric, and isBetter agrees with it', () => {
    fc.assert(
      fc.property(
        points,
        points,
        fc.double({ min: 1, max: 1.2, noNaN: true }),
        (one, two, aaRatio) => {
          const [a, b] = [asPoint(one, 1), asPoint(two, aaRatio)];
          const forth = compareLogs(a, b);
          const back = compareLogs(b, a);
          expect(forth.ratio * back.ratio).toBeCloseTo(1, 10);
          expect(forth.interval!.low * back.interval!.high).toBeCloseTo(1, 10);
          expect(isBetter(a, b)).toBe(forth.verdict === 'faster');
          expect(isBetter(b, a)).toBe(back.verdict === 'faster');
        },
      ),
    );
  });
});

describe('meanPoint', () => {
  it('is the geometric mean, known as well as its points are on average', () => {
    const mean = meanPoint([
      less({ value: 1, interval: { low: 0.9, high: 1.1 } }),
      less({ value: 4, interval: { low: 3.6, high: 4.4 } }),
    ]);
    expect(Math.exp(-mean.log)).toBeCloseTo(2, 12);
    expect(mean.up).toBeCloseTo(Math.log(1 / 0.9), 12);
  });
});
