import { describe, expect, it } from 'vitest';

import type { ExternalMemory, FoundExternal } from '../backends/external/external.js';
import { sharedMemory } from '../backends/external/external.js';
import { cellAt, type Cell } from '../model/cell.js';
import { fitOwnArrays } from '../plan/fit-own-arrays.js';
import { cellOf } from '../testing/cell-of.js';
import { externalBytes } from './external-memory.js';

const python: ExternalMemory = {
  baseBytes: 100,
  arrayCounts: { softmax: 2 },
  copiesOutput: true,
  mostArrayBytes: null,
};

function foundOf(id: string, memory: ExternalMemory): FoundExternal {
  const own = memory.copiesOutput || memory.mostArrayBytes !== null;
  return {
    external: {
      id,
      kind: 'library',
      title: id,
      version: null,
      operations: [{ operation: 'softmax', passes: null }],
      passesSource: null,
      memory: own ? 'own' : 'shared',
      hasThreads: false,
      hasRows: true,
      shortestCallNs: 0,
      remark: null,
      tolerance: 0.05,
    },
    source: { kind: 'library', id: 'numpy', location: 'python3' },
    memory,
  };
}

function cellsOf(implementation: string, ...columns: readonly number[]): readonly Cell[] {
  return columns.map((count) =>
    cellAt({ ...cellOf('two-pass', count), implementation, target: 'external' as const }, []),
  );
}

describe('what external implementations take of memory', () => {
  it('is their own arrays of the largest problem, and one array to verify the output of all', () => {
    const found = [foundOf('a', python), foundOf('b', python), foundOf('c', sharedMemory(7))];
    const cells = [...cellsOf('a', 10, 20), ...cellsOf('b', 40), ...cellsOf('c', 80)];
    expect(externalBytes(found, cells)).toBe(100 + 2 * 80 + (100 + 2 * 160) + 7 + 160);
    expect(externalBytes([], cells)).toBe(0);
  });

  it('leaves out their largest problems where these do not fit, and what they can never have', () => {
    const found = [foundOf('a', python), foundOf('b', { ...python, mostArrayBytes: 100 })];
    const externals = found.map(({ external }) => external);
    const cells = [cellOf('two-pass', 40), ...cellsOf('a', 20, 40), ...cellsOf('b', 20, 40)];
    const fitted = (limitBytes: number) =>
      fitOwnArrays(cells, {
        externals,
        bytesOf: (own) => externalBytes(found, own),
        limitBytes,
      });
    const problems = (limitBytes: number) =>
      fitted(limitBytes).fitting.map(({ implementation, problem }) => [
        implementation,
        problem.columns,
      ]);
    expect(problems(Infinity)).toEqual([
      ['two-pass', 40],
      ['a', 20],
      ['a', 40],
      ['b', 20],
    ]);
    expect(problems(700)).toEqual([
      ['two-pass', 40],
      ['a', 20],
      ['b', 20],
    ]);
    expect(problems(0)).toEqual([['two-pass', 40]]);
    expect(fitted(700).skipped[0]?.reason).toBe('a works on arrays of its own, which do not fit');
  });
});
