import { expect, it } from 'vitest';

import { loadBackends } from '../backends/load.js';
import { loadRunConfig } from '../config/load-config.js';
import { makePlan } from '../plan/make-plan.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import { requireRunnable } from './stored-plan.js';

it('a plan that was made here runs here, whatever the algorithm and the target', () => {
  const { backends, targets } = loadBackends();
  const overrides = { algorithms: ['all'], targets: ['all'], sizes: [1000], threads: [1] };
  const { plan } = makePlan({
    config: loadRunConfig({ preset: null, file: null, overrides }),
    machine: fixtureMachine,
    backends,
    targets,
    memoryLimitBytes: 2 ** 33,
    hugetlbPool: null,
    externals: [],
  });
  expect(new Set(plan.cells.map(({ target }) => target)).size).toBeGreaterThan(1);
  expect(() => {
    requireRunnable(plan, backends, 'here');
  }).not.toThrow();
});
