import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { algorithms } from '../softmax/algorithms.js';
import { operations } from '../softmax/operations.js';
import { createRandom } from '../statistics/random.js';
import { inputCases } from '../testing/input-cases.js';
import { defaultVariants } from '../testing/native-target.js';
import { softmaxOracle } from '../testing/softmax-problem.js';
import { loadBackends } from './load.js';

const { backends } = loadBackends();
const owners = backends.flatMap((backend) =>
  backend.targets.filter(({ available }) => available).map(({ target }) => ({ target, backend })),
);
const lengths = [1, 2, 3, 7, 16, 67, 1001, 4096];
const room = 8192;
const inputs = inputCases.flatMap(({ name, values }) =>
  lengths.map((length) => {
    const x = values(length);
    return { name, length, x, oracle: softmaxOracle(x) };
  }),
);

describe.each(owners)('on $target', ({ target, backend }) => {
  const runnable = algorithms.filter(
    ({ kind, passes }) =>
      kind === 'algorithm' &&
      passes.every(({ pass, store }) =>
        backend.variants(target, pass).some((variant) => variant.store === store),
      ),
  );

  it('runs algorithms of every operation', () => {
    expect(new Set(runnable.map(({ operation }) => operation))).toEqual(
      new Set(['softmax', 'log-softmax', 'logsumexp']),
    );
  });

  it.each(runnable)('$id is right by the check of its operation', (algorithm) => {
    const workspace = backend.allocate({ xBytes: room * 4, yBytes: room * 4, pages: 'default' });
    const passes = defaultVariants(backend, target, algorithm);
    for (const { name, length, x, oracle } of inputs) {
      workspace.x.set(x);
      workspace.y.fill(7);
      const logSumExp = workspace.execute(target, passes, oneRow(length));
      const { problem } = operations[algorithm.operation].check({
        y: workspace.y.slice(0, length),
        problem: oneRow(length),
        logSumExpOf: () => logSumExp,
        tile: x,
        oracleOf: () => oracle,
        random: createRandom(1),
      });
      expect(problem, `${name}, ${length} elements`).toBeNull();
      expect(workspace.y[length]).toBe(7);
    }
    workspace.free();
  });
});
