import { describe, expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import type { Target } from '../model/vocabulary.js';
import type { PassId } from '../softmax/passes.js';
import { createOracle, prepareTile } from '../softmax/oracle.js';
import { createRandom } from '../statistics/random.js';
import { inputCases } from '../testing/input-cases.js';
import type { Backend, PassCall } from './backend.js';
import { createJsBackend } from './js.js';
import { loadNativeBackend } from './native.js';
import { createWasmBackend } from './wasm.js';

const backends: readonly Backend[] = [
  createJsBackend(),
  createWasmBackend(),
  ...[loadNativeBackend().backend].filter((backend) => backend !== null),
];

const available = backends.flatMap((backend) =>
  backend.targets
    .filter((status) => status.available)
    .map(({ target }) => ({ backend, target, name: target })),
);

/** Each leaves what `subtract-lse` takes. */
const sums: readonly { readonly passes: readonly PassId[] }[] = [
  { passes: ['max', 'sum-exp'] },
  { passes: ['max', 'store-exp'] },
  { passes: ['ext-sum'] },
  { passes: ['online-sum'] },
];

/** In units in the last place of max(1, |expected|): the limit that `passes/subtract-lse.h` states. */
const ulpLimit = 4;

const lengths = [1, 2, 3, 7, 15, 16, 17, 64, 663, 4096];
const room = 4096;

/** Random inputs of ordinary and of large size, beside the cases that all kernels are tested with. */
const randomCases = [
  [-1, 1],
  [-100, 100],
  [-70_000, -60_000],
  [60_000, 70_000],
  [-3e38, 3e38],
].map(([low, high]) => ({
  name: `uniform in ${low} .. ${high}`,
  values: (length: number) => {
    const random = createRandom(length);
    return Float32Array.from({ length }, () => low! + (high! - low!) * random());
  },
}));
const cases = [...inputCases, ...randomCases].flatMap(({ name, values }) =>
  lengths.map((length) => {
    const x = values(length);
    const { max, sum } = createOracle(prepareTile(x), length);
    return { name: `${length} of ${name}`, x, max, logSum: Math.log(sum) };
  }),
);

describe.each(available)('log-softmax on $name', { timeout: 60_000 }, ({ backend, target }) => {
  const workspace = backend.allocate({ xBytes: 4 * room, yBytes: 4 * room, pages: 'default' });
  const call = (pass: PassId): PassCall => callOf(backend, target, pass, 'ordinary');

  test.each(sums)('the sum of $passes has the logarithm of the oracle, without y', ({ passes }) => {
    const calls = passes.map(call);
    for (const { name, x, max, logSum } of cases) {
      workspace.x.set(x);
      const got = workspace.execute(target, calls, oneRow(x.length));
      expect(ulpsOff(got, max + logSum), name).toBeLessThanOrEqual(ulpLimit);
    }
  });

  test.each(sums)('y is within 4 ulp after $passes, in every variant', ({ passes }) => {
    const calls = passes.map(call);
    const variants = backend.variants(target, 'subtract-lse');
    expect(variants).not.toEqual([]);
    for (const [index, { name, x, max, logSum }] of cases.entries()) {
      const variant = variants[index % variants.length]!;
      workspace.x.set(x);
      workspace.y.fill(-7);
      workspace.execute(target, [...calls, { pass: 'subtract-lse', ...variant }], oneRow(x.length));
      const worst = x.reduce(
        (most, value, i) => Math.max(most, ulpsOff(workspace.y[i]!, value - max - logSum)),
        0,
      );
      expect(worst, `${name} ${JSON.stringify(variant)}`).toBeLessThanOrEqual(ulpLimit);
      // A pass that keeps its exponentials writes y too.
      if (x.length < room) expect(workspace.y[x.length]).toBe(-7);
    }
  });

  test('-Infinity stays -Infinity, and no finite logarithm makes all NaN', () => {
    const calls = [call('ext-sum'), call('subtract-lse')];
    const run = (x: readonly number[]): number[] => {
      workspace.x.set(x);
      workspace.execute(target, calls, oneRow(x.length));
      return [...workspace.y.subarray(0, x.length)];
    };
    const near0 = expect.closeTo(0, 6) as number;
    expect(run([-Infinity, 5, -Infinity])).toEqual([-Infinity, near0, -Infinity]);
    expect(run([-Infinity, -Infinity])).toEqual([NaN, NaN]);
    expect(run([1, NaN, 2])).toEqual([NaN, NaN, NaN]);
    expect(run([1, Infinity, -Infinity])).toEqual([NaN, NaN, NaN]);
  });

  test('there is no logarithm without a pass that sums, nor one of an earlier call', () => {
    workspace.x.fill(1);
    expect(workspace.execute(target, [call('ext-sum')], oneRow(4))).toBeCloseTo(1 + Math.log(4), 6);
    expect(workspace.execute(target, [call('max')], oneRow(4))).toBeNaN();
    expect(workspace.execute(target, [call('copy')], oneRow(4))).toBeNaN();
  });

  test('non-temporal stores exist where copy has them', () => {
    const storesOf = (pass: PassId) => new Set(backend.variants(target, pass).map((v) => v.store));
    expect(storesOf('subtract-lse')).toEqual(storesOf('copy'));
    for (const store of storesOf('copy')) {
      expect(backend.variants(target, 'subtract-lse')).toContainEqual(
        expect.objectContaining({
          ...backend.defaultVariant(target, 'subtract-lse', store),
          prefetchBytes: expect.any(Number) as number,
        }),
      );
    }
  });
});

function callOf(
  backend: Backend,
  target: Target,
  pass: PassId,
  store: PassCall['store'],
): PassCall {
  return { pass, ...backend.defaultVariant(target, pass, store) };
}

/** |got - expected| in units in the last place of float32 at max(1, |expected|); Infinity for a NaN in one alone. */
function ulpsOff(got: number, expected: number): number {
  if (Number.isNaN(got) || Number.isNaN(expected)) return Object.is(got, expected) ? 0 : Infinity;
  if (got === expected || got === Math.fround(expected)) return 0;
  const ulp = 2 ** (Math.floor(Math.log2(Math.max(1, Math.abs(expected)))) - 23);
  return Math.abs(got - expected) / ulp;
}
