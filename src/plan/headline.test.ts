import { expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import { cellOf } from '../testing/cell-of.js';
import { headlineCells } from './headline.js';

const kib = 2 ** 10;
const llcBytes = 64 * kib;

/** `implementation columns` of each headline cell. */
function headlineOf(cells: readonly Cell[]): readonly string[] {
  return [...headlineCells(cells, llcBytes)].map(
    ({ implementation, problem }) => `${implementation} ${problem.columns}`,
  );
}

const sizes = [kib, 64 * kib];

it('the headline is of the study: its implementations, their other forms and the baselines of their passes', () => {
  const implementations = [
    'three-pass-reload',
    'two-pass',
    'online',
    'two-pass-nt',
    'two-pass-nt-skeleton',
    'two-pass-aa',
    'copy',
    'fill',
    'libc-memcpy',
    'update',
  ];
  const cells = sizes.flatMap((size) => implementations.map((name) => cellOf(name, size)));
  const wanted = implementations.filter((name) => !['fill', 'libc-memcpy'].includes(name));
  expect(headlineOf(cells)).toEqual(wanted.map((name) => `${name} ${64 * kib}`));
});

it('it is out of cache, else at the largest problem', () => {
  const at = (...columns: number[]) => headlineOf(columns.map((size) => cellOf('two-pass', size)));
  expect(at(kib, 64 * kib, 128 * kib)).toEqual([`two-pass ${128 * kib}`]);
  expect(at(kib, 2 * kib)).toEqual([`two-pass ${2 * kib}`]);
});

it('it is of the first sweep alone', () => {
  const cells = (['avx2', 'js'] as const).map((target) => cellOf('two-pass', 64 * kib, { target }));
  expect([...headlineCells(cells, llcBytes)]).toEqual(cells.slice(0, 1));
});

it('without a study it is everything at the largest problem', () => {
  const cells = sizes.flatMap((size) => ['copy', 'fill'].map((name) => cellOf(name, size)));
  expect(headlineOf(cells)).toEqual([`copy ${64 * kib}`, `fill ${64 * kib}`]);
  expect(headlineOf([])).toEqual([]);
});
