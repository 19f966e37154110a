import { expect, it } from 'vitest';

import type { Sweep } from '../../model/axes.js';
import { sweepName } from './sweep-name.js';

const sweep: Sweep = {
  target: 'avx2',
  cacheState: 'cold-output',
  threadCount: 1,
  placement: null,
  scaling: null,
  pages: 'default',
  profile: null,
};

it.each<[string, readonly Sweep[]]>([
  ['avx2', [sweep]],
  ['avx2', [sweep, { ...sweep, target: 'js' }]],
  ['avx2, cold output', [sweep, { ...sweep, cacheState: 'warm' }]],
  [
    'avx2, 1 thread, default pages',
    [
      sweep,
      { ...sweep, pages: 'huge' },
      { ...sweep, threadCount: 2, placement: 'compact', scaling: 'weak' },
    ],
  ],
])('a sweep is named %s by what the sweeps differ in', (name, sweeps) => {
  expect(sweepName(sweep, sweeps)).toBe(name);
});
