import { describe, expect, it } from 'vitest';

import { fixtureMachine } from '../testing/fixture-document.js';
import type { Cell } from '../model/cell.js';
import { pairsOnly, withTwins } from './twins.js';

// 48 KiB, 1 MiB and 32 MiB of cache; an element takes 8 bytes of footprint.
const sizes = [512, 1024, 4096, 1 << 16, 1 << 20, 1 << 23, 1 << 25];

function cellOf(algorithm: string, elementCount: number): Cell {
  return {
    id: `${algorithm}/js/${elementCount}/warm/t1`,
    algorithm,
    target: 'js',
    elementCount,
    cacheState: 'warm',
    threadCount: 1,
    variants: [],
  };
}

describe('withTwins', () => {
  it('measures two-pass once more at one size of each cache level and of memory', () => {
    const cells = sizes.flatMap((size) => [cellOf('copy', size), cellOf('two-pass', size)]);
    const planned = withTwins(cells, fixtureMachine);
    const twins = planned.filter(({ algorithm }) => algorithm === 'two-pass-twin');
    expect(twins.map(({ elementCount }) => elementCount)).toEqual([
      1024,
      1 << 16,
      1 << 20,
      1 << 25,
    ]);
    expect(planned).toHaveLength(cells.length + twins.length);
    expect(twins[0]).toEqual({ ...cellOf('two-pass-twin', 1024) });
  });

  it('takes another algorithm where two-pass is not measured', () => {
    const planned = withTwins([cellOf('read', 64), cellOf('copy', 64)], fixtureMachine);
    expect(planned.map(({ algorithm }) => algorithm)).toEqual(['read', 'read-twin', 'copy']);
  });
});

describe('pairsOnly', () => {
  it('leaves originals and twins', () => {
    const planned = withTwins([cellOf('copy', 64), cellOf('two-pass', 64)], fixtureMachine);
    expect(pairsOnly(planned).map(({ algorithm }) => algorithm)).toEqual([
      'two-pass',
      'two-pass-twin',
    ]);
  });
});
