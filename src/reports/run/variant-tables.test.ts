import { expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { variantTables } from './variant-tables.js';

const oneThread = { threadCount: 1, placement: null, scaling: null } as const;

/** Two-pass is faster with tuned variants, the others are not. */
function analysisOf(...profiles: readonly (string | null)[]) {
  return analyze(
    syntheticDocument({
      algorithms: ['three-pass-reload', 'two-pass', 'two-pass-aa', 'copy'],
      elementCounts: [4096],
      threads: profiles.map((profile) => ({ ...oneThread, profile })),
      trueNs: (id, elementCount, _pages, { profile }) =>
        id.startsWith('two-pass') && profile === 'tuned' ? elementCount / 1.2 : elementCount,
    }),
  );
}

it('have a column for each choice of variants, and mark ties; there are none for one', () => {
  const [table, ...others] = variantTables(analysisOf(null, 'paper', 'tuned'));
  expect(others).toEqual([]);
  expect(table!.title).toBe('What variants gain, avx512');
  expect(table!.columns.map(({ head }) => head)).toEqual([
    ...['elements', 'region', 'implementation', 'default', 'paper', '95% CI', 'tuned', '95% CI'],
  ]);
  const [reload, twoPass] = table!.rows;
  expect([reload![2], twoPass![2]]).toEqual(['reload', 'two-pass']);
  expect(reload![6]).toMatch(/^=/);
  expect(twoPass![6]).toMatch(/^1\.(1|2)\dx$/);
  expect(variantTables(analysisOf(null))).toEqual([]);
});
