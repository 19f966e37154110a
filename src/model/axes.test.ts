import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  axes,
  axisColumns,
  axisKey,
  cellIdOf,
  cellPointShape,
  compareByAxes,
  groupAxes,
  isSameSweep,
  pickAxes,
  seriesAxes,
  sweepAxes,
  type CellPoint,
} from './axes.js';
import {
  cacheStates,
  elementTypes,
  operationIds,
  pagesKinds,
  scalings,
  targets,
} from './vocabulary.js';

const placements = ['compact', 'scatter', 'list:0-3,8'];

const points: fc.Arbitrary<CellPoint> = fc.record({
  operation: fc.constantFrom(...operationIds),
  implementation: fc.constantFrom('two-pass', 'copy-nt', 'log-softmax-online'),
  target: fc.constantFrom(...targets),
  problem: fc
    .record({
      rows: fc.integer({ min: 1, max: 2 ** 17 }),
      columns: fc.integer({ min: 1, max: 2 ** 31 }),
      gap: fc.integer({ min: 0, max: 2 ** 31 }),
      elementType: fc.constantFrom(...elementTypes),
    })
    .map(({ gap, ...problem }) =>
      gap === 0 ? problem : { ...problem, rowStrideElements: problem.columns + gap },
    ),
  cacheState: fc.constantFrom(...cacheStates),
  threadCount: fc.integer({ min: 1, max: 1024 }),
  placement: fc.constantFrom(...placements, null),
  scaling: fc.constantFrom(...scalings, null),
  pages: fc.constantFrom(...pagesKinds),
  profile: fc.constantFrom('tuned', 'zen-5.b', null),
});

const point: CellPoint = {
  operation: 'softmax',
  implementation: 'two-pass',
  target: 'avx2',
  problem: { rows: 1, columns: 65536, elementType: 'float32' },
  cacheState: 'cold-output',
  threadCount: 1,
  placement: null,
  scaling: null,
  pages: 'default',
  profile: null,
};

describe('cell ids', () => {
  it('name every axis', () => {
    expect(cellIdOf(point)).toBe('softmax/two-pass/avx2/1x65536/cold-output/t1/default');
  });

  it('leave out the axes without a value', () => {
    const team: CellPoint = { ...point, threadCount: 4, placement: 'list:0-3,8', scaling: 'weak' };
    expect(cellIdOf(team)).toBe(
      'softmax/two-pass/avx2/1x65536/cold-output/t4/list:0-3,8/weak/default',
    );
  });

  it('name variants other than the default', () => {
    expect(cellIdOf({ ...point, profile: 'tuned' })).toBe(`${cellIdOf(point)}/variants:tuned`);
  });

  it('are the same for the same point alone', () => {
    const names = axes.map(({ name }) => name);
    fc.assert(
      fc.property(points, points, fc.subarray(names), (a, b, changed) => {
        const other = { ...a, ...pickAxes(b, changed) };
        expect(cellIdOf(a) === cellIdOf(other)).toBe(compareValues(a, other));
      }),
    );
  });
});

describe('axes', () => {
  it('are those of a series, of a group and of a sweep, whose parts they are', () => {
    const names = axes.map(({ name }) => name);
    expect(Object.keys(cellPointShape)).toEqual(names);
    expect(new Set([...seriesAxes, 'problem'])).toEqual(new Set(names));
    expect(new Set([...groupAxes, 'operation', 'implementation'])).toEqual(new Set(names));
    expect(groupAxes.filter((name) => name !== 'problem')).toEqual([...sweepAxes]);
  });

  it('order points by the first axis that differs', () => {
    const warm: CellPoint = { ...point, cacheState: 'warm' };
    const wide: CellPoint = { ...warm, target: 'avx512' };
    expect([warm, point, wide].sort((a, b) => compareByAxes(a, b, sweepAxes))).toEqual([
      wide,
      point,
      warm,
    ]);
  });

  it('make sweeps: points that differ in problem and implementation alone', () => {
    const other = { ...point, implementation: 'copy', problem: { ...point.problem, columns: 7 } };
    expect(isSameSweep(point, other)).toBe(true);
    for (const change of [
      { target: 'scalar' },
      { cacheState: 'cold' },
      { threadCount: 2 },
      { placement: 'compact' },
      { scaling: 'strong' },
      { profile: 'tuned' },
      { pages: 'huge' },
    ] as const) {
      expect(isSameSweep(point, { ...point, ...change })).toBe(false);
    }
    expect(axisKey(point, sweepAxes)).toBe('avx2/cold-output/t1/default');
  });

  it('are columns of a table', () => {
    const columns = axisColumns(['implementation', 'problem', 'threadCount', 'scaling']);
    const fields = Object.entries(columns).map(([column, valueOf]) => [column, valueOf(point)]);
    expect(Object.fromEntries(fields)).toEqual({
      implementation: 'two-pass',
      rows: 1,
      columns: 65536,
      rowStrideElements: null,
      elementType: 'float32',
      threadCount: 1,
      scaling: null,
    });
  });
});

function compareValues(a: CellPoint, b: CellPoint): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
