import fc from 'fast-check';
import { expect, it } from 'vitest';

import { cpuListText, cpusInList } from './cpu-list.js';

it.each([
  ['0-3,8\n', [0, 1, 2, 3, 8]],
  ['', []],
  ['\n', []],
  ['3-1,x,-4,99999,0-99999999', []],
  ['5,1', [5, 1]],
])('reads %j', (text, cpus) => {
  expect(cpusInList(text)).toEqual(cpus);
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(8191)), (cpus) => {
      expect(cpusInList(cpuListText(cpus))).toEqual(cpus);
    }),
  );
  expect(cpuListText([0, 1, 2, 8, 3])).toBe('0-2,8,3');
});
