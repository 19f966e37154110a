import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createRandom } from '../../statistics/random.js';
import { algorithms, type Algorithm } from '../../softmax/algorithms.js';
import type { PassId } from '../../softmax/passes.js';
import { createOracle, prepareTile, type Oracle } from '../../softmax/oracle.js';
import { describeNative } from '../../testing/describe-native.js';
import { createGuardedArrays } from '../../testing/guarded-arrays.js';
import { anyVariants, defaultVariants, nativeTargets } from '../../testing/native-target.js';
import {
  softmaxOracle,
  softmaxProblem,
  sumLimit,
  ulpLimit,
} from '../../testing/softmax-problem.js';
import type { PassCall } from '../backend.js';
import { gaussian } from '../../testing/gaussian.js';

const softmaxAlgorithms = algorithms.filter(({ operation }) => operation === 'softmax');

const summingPasses: readonly PassId[] = ['sum-exp', 'store-exp', 'ext-sum', 'online-sum'];

const manyElements = 1e7;
/** Where the adversarial input below may take the variants that runs use. */
const usualUlpLimit = 8;

const aligned = { xOffset: 0, yOffset: 0 };

type Draw = (random: () => number) => number;

const uniform =
  (low: number, high: number): Draw =>
  (random) =>
    low + (high - low) * random();

const normal =
  (standardDeviation: number): Draw =>
  (random) =>
    standardDeviation * gaussian(random);

const ranges: { name: string; draw: Draw }[] = [
  { name: 'uniform in -1 .. 1', draw: uniform(-1, 1) },
  { name: 'uniform in -10 .. 10', draw: uniform(-10, 10) },
  { name: 'uniform in -87 .. 0', draw: uniform(-87, 0) },
  { name: 'uniform in -44 .. 44', draw: uniform(-44, 44) },
  { name: 'uniform in 80 .. 100', draw: uniform(80, 100) },
  {
    name: 'uniform in 110 .. 130, on both sides of the limit of one step',
    draw: uniform(110, 130),
  },
  {
    name: 'uniform in -130 .. -110, on both sides of the limit of one step',
    draw: uniform(-130, -110),
  },
  { name: 'uniform in -1000 .. 1000', draw: uniform(-1000, 1000) },
  { name: 'normal with standard deviation 4', draw: normal(4) },
];

describeNative('accuracy of the softmax kernels', (native) => {
  const { addon, backend } = native;
  const arrays = createGuardedArrays(addon, manyElements);

  describe.each(nativeTargets(native))('on $name', (target) => {
    const random = createRandom(2);

    const check = (
      x: Float32Array,
      oracle: Oracle,
      calls: PassCall[],
      maxUlpError: number,
    ): void => {
      const y = arrays.run(target, calls, x, aligned);
      expect(softmaxProblem(x, y, oracle, maxUlpError), JSON.stringify(calls)).toBeNull();
    };

    test.each(ranges)(
      'at most 4 ulp up to 4096 elements, more only in longer chains: $name',
      ({ draw }) => {
        for (const length of [1, 2, 3, 10, 33, 100, 500, 1000, 1024, 4095, 4096]) {
          const x = Float32Array.from({ length }, () => draw(random));
          const oracle = softmaxOracle(x);
          for (const algorithm of softmaxAlgorithms) {
            check(x, oracle, defaultVariants(backend, target.name, algorithm), ulpLimit);
            const calls = anyVariants(target, algorithm, random);
            check(x, oracle, calls, adversarialUlpLimit(calls));
          }
        }
      },
    );

    // Each of these sums has one large term; the small ones are about half of its last place, and
    // where they are added to it in float32 they are rounded, all in the same direction.
    test('a term among thousands that are 2^-24 of it costs an ulp for each in its chain', () => {
      for (let largest = 0; largest < Math.LN2; largest += 0.1) {
        for (let distance = 14.5; distance < 17.5; distance += 0.15) {
          const x = new Float32Array(2048).fill(largest - distance);
          x[Math.floor(random() * x.length)] = largest;
          const oracle = softmaxOracle(x);
          for (const algorithm of softmaxAlgorithms) {
            check(x, oracle, defaultVariants(backend, target.name, algorithm), usualUlpLimit);
            const calls = anyVariants(target, algorithm, random);
            check(x, oracle, calls, adversarialUlpLimit(calls));
          }
        }
      }
    });

    test('adding a number to all inputs changes nothing', () => {
      const sixteenths = fc.array(fc.integer({ min: -128, max: 128 }), {
        minLength: 1,
        maxLength: 300,
      });
      // Multiples of 1/16 below 2^20 are exact in float32, so the sums below are too.
      const near = fc.integer({ min: -200, max: 200 });
      const far = fc.integer({ min: -(2 ** 19), max: 2 ** 19 });
      fc.assert(
        fc.property(
          fc.constantFrom(...softmaxAlgorithms),
          sixteenths,
          fc.oneof(near, far),
          fc.nat(),
          (algorithm, inputs, shift, seed) => {
            const x = Float32Array.from(inputs, (input) => input / 16);
            const shifted = x.map((value) => value + shift);
            const calls = anyVariants(target, algorithm, createRandom(seed));
            check(shifted, softmaxOracle(x), calls, adversarialUlpLimit(calls));
          },
        ),
        { numRuns: 500 },
      );
    });

    test.each([
      { name: 'all 0', draw: () => 0 },
      { name: 'normal with standard deviation 4', draw: normal(4) },
    ])('the outputs of 1e7 elements add up to 1: $name', ({ draw }) => {
      const tile = Float32Array.from({ length: 62_500 }, () => draw(random));
      const x = new Float32Array(manyElements);
      for (let start = 0; start < x.length; start += tile.length) x.set(tile, start);
      const oracle = createOracle(prepareTile(tile), manyElements);
      for (const algorithm of softmaxAlgorithms.filter(isPlain)) {
        const calls = defaultVariants(backend, target.name, algorithm);
        const y = arrays.run(target, calls, x, aligned);
        expect(Math.abs(sumOf(y) - 1)).toBeLessThanOrEqual(sumLimit);
        expect(
          Math.abs(y[12_345]! / (oracle.exponentials[12_345]! / oracle.sum) - 1),
        ).toBeLessThanOrEqual(1e-6);
      }
    });
  });
});

/** Every addition in a chain rounds (accumulator.h); what the other roundings cost is `ulpLimit`. */
function adversarialUlpLimit(calls: readonly PassCall[]): number {
  const chainLengths = calls
    .filter(({ pass }) => summingPasses.includes(pass))
    .map(({ unroll, accumulators }) => unroll / accumulators);
  return ulpLimit + Math.max(...chainLengths);
}

/** Whether the algorithm sums in a way of its own; streaming forms only store in another. */
function isPlain({ ordinaryForm }: Algorithm): boolean {
  return ordinaryForm === null;
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
