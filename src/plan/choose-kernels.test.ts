import { expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import type { CacheBoundary } from '../model/region.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { chooseVariant } from '../softmax/choose-variant.js';
import { plannedBackend } from '../testing/planned-backend.js';
import { kernelsOf, regimeOf, variantsFor } from './choose-kernels.js';

const boundaries: readonly CacheBoundary[] = (
  [
    ['L1', 32],
    ['L2', 1024],
    ['L3', 4096],
    ['LLC', 32768],
  ] as const
).map(([region, kibibytes]) => {
  return { region, capacityBytes: kibibytes * 1024, source: 'operating system' };
});

it.each([
  [1024, 1, { level: 'L1', threads: 'one' }],
  [32 * 1024, 2, { level: 'L2', threads: 'several' }],
  [256 * 1024, 1, { level: 'LLC', threads: 'one' }],
  [2 ** 20, 1, { level: 'LLC', threads: 'one' }],
  [2 ** 25, 1, { level: 'DRAM', threads: 'one' }],
])('a row of %d elements on %d threads is in %j', (columns, threadCount, regime) => {
  expect(regimeOf(oneRow(columns), threadCount, boundaries)).toEqual(regime);
});

const js = plannedBackend({
  name: 'js',
  targets: [{ target: 'js', available: true, reason: null }],
});
const rules = [{ vectorBits: 512, unroll: 4, accumulators: 1, prefetchBytes: 0 }];
const backend: typeof js = {
  ...js,
  defaultVariant: (target, pass, store, request) =>
    chooseVariant(
      [...rules, ...(request?.rules ?? [])],
      { target, pass, store, regime: request?.regime ?? null },
      js.variants(target, pass),
    ),
};

it('rules choose the variant of each pass, and none of kernels that do not exist', () => {
  const kernels = kernelsOf(algorithmOf('two-pass'), backend, 'js');
  expect(variantsFor(kernels, [], null).map(({ unroll }) => unroll)).toEqual([4, 4]);
  const missing = { passes: ['ext-scale' as const], unroll: 7 };
  expect(() => variantsFor(kernels, [missing], null)).toThrow(
    '--variants: js has no kernel of ext-scale with 512 bits, unroll 7, 1 accumulators, prefetch 0',
  );
});
