import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { oneRow } from '../../model/problem.js';
import { createRandom } from '../../statistics/random.js';
import { algorithms } from '../../softmax/algorithms.js';
import { describeNative } from '../../testing/describe-native.js';
import { createGuardedArrays, type Placement } from '../../testing/guarded-arrays.js';
import { inputCases } from '../../testing/input-cases.js';
import { anyVariants, nativeTargets, variantsFor } from '../../testing/native-target.js';
import { softmaxOracle, softmaxProblem } from '../../testing/softmax-problem.js';
import type { PassCall } from '../backend.js';
import { addonRowsOf } from './addon.js';

const softmaxAlgorithms = algorithms.filter(({ operation }) => operation === 'softmax');

/** No multiple of any step or vector: each kernel takes whole steps, whole vectors and a rest. */
const unevenLength = 663;

/** They take different ways through a kernel: sums, rescaling, the wide route, masks, NaN. */
const tellingCases = inputCases.filter(({ name }) =>
  /^(logits|ascending|largest and lowest|-Infinity in every third|one NaN)/.test(name),
);

describeNative('softmax kernels', (native) => {
  const { addon } = native;
  const arrays = createGuardedArrays(addon, 100_001);

  describe.each(nativeTargets(native))('on $name', (target) => {
    const random = createRandom(1);
    const anyPlacement = (): Placement => ({
      xOffset: Math.floor(random() * 16),
      yOffset: Math.floor(random() * 16),
    });

    /** The oracle is made once for many runs, because it costs more than a kernel. */
    const inputsOf = (length: number, cases = inputCases) =>
      cases.map(({ name, values }) => {
        const x = values(length);
        return { name, x, oracle: softmaxOracle(x) };
      });

    const check = (
      { name, x, oracle }: ReturnType<typeof inputsOf>[number],
      calls: readonly PassCall[],
      placement = anyPlacement(),
    ): void => {
      const problem = softmaxProblem(x, arrays.run(target, calls, x, placement), oracle);
      if (problem === null) return;
      throw new Error(
        `${problem}: ${x.length} of ${name} ${JSON.stringify(placement)} ${JSON.stringify(calls)}`,
      );
    };

    test('every variant of every pass is right', () => {
      const inputs = inputsOf(unevenLength, tellingCases);
      for (const algorithm of softmaxAlgorithms) {
        for (const [position, use] of algorithm.passes.entries()) {
          for (const variant of variantsFor(target, use)) {
            const calls = anyVariants(target, algorithm, random);
            calls[position] = { pass: use.pass, ...variant };
            for (const input of inputs) check(input, calls);
          }
        }
      }
    });

    test('every input is right at every length from 1 to 4 vectors and 1', () => {
      for (let length = 1; length <= 4 * target.vectorLength + 1; length += 1) {
        for (const input of inputsOf(length)) {
          for (const algorithm of softmaxAlgorithms) {
            check(input, anyVariants(target, algorithm, random));
          }
        }
      }
    });

    test.each([
      [99_999, tellingCases],
      [100_000, tellingCases],
      [100_001, inputCases],
    ])('inputs are right at %d elements', (length, cases) => {
      for (const input of inputsOf(length, cases)) {
        for (const algorithm of softmaxAlgorithms) {
          check(input, anyVariants(target, algorithm, random));
        }
      }
    });

    test('x and y may each begin anywhere', () => {
      const inputs = inputsOf(unevenLength, tellingCases.slice(0, 1));
      for (let xOffset = 0; xOffset < 16; xOffset += 1) {
        for (let yOffset = 0; yOffset < 16; yOffset += 1) {
          for (const algorithm of softmaxAlgorithms) {
            const calls = anyVariants(target, algorithm, random);
            for (const input of inputs) check(input, calls, { xOffset, yOffset });
          }
        }
      }
    });

    test('any length, placement, input, algorithm and variants are right together', () => {
      const offset = fc.nat(15);
      fc.assert(
        fc.property(
          fc.constantFrom(...softmaxAlgorithms),
          fc.constantFrom(...inputCases),
          fc.integer({ min: 1, max: 20_000 }),
          fc.record({ xOffset: offset, yOffset: offset }),
          fc.nat(),
          (algorithm, inputCase, length, placement, seed) => {
            const [input] = inputsOf(length, [inputCase]);
            check(input!, anyVariants(target, algorithm, createRandom(seed)), placement);
          },
        ),
        { numRuns: 300 },
      );
    });

    test('no elements are refused', () => {
      const none = new Float32Array(0);
      const rows = addonRowsOf(oneRow(0));
      for (const algorithm of softmaxAlgorithms) {
        const passes = target.resolve(anyVariants(target, algorithm, random));
        expect(() => addon.execute({ ...passes, ...rows, x: none, y: none })).toThrow(RangeError);
      }
    });
  });
});
