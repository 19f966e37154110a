import { describe, expect, test } from 'vitest';

import { createRandom } from '../../statistics/random.js';
import { passes } from '../../softmax/passes.js';
import { describeNative } from '../../testing/describe-native.js';
import {
  createGuardedArrays,
  initialY,
  sameBits,
  type Placement,
} from '../../testing/guarded-arrays.js';
import { nativeTargets } from '../../testing/native-target.js';
import type { PassCall } from '../backend.js';

const memoryPasses = Object.values(passes).filter(({ kind }) => kind === 'memory');

/** What y must hold afterwards, to the bit. */
const expectedOutput: Readonly<Record<string, (x: Float32Array) => Float32Array>> = {
  copy: (x) => x,
  'libc-memcpy': (x) => x,
  scale: (x) => x.map((value) => 3 * value),
  fill: (x) => new Float32Array(x.length).fill(1),
  update: (x) => new Float32Array(x.length).fill(-initialY),
  read: (x) => new Float32Array(x.length).fill(initialY),
};

/** No multiple of any step or vector: each kernel takes whole steps, whole vectors and a rest. */
const unevenLength = 663;

describeNative('memory passes', (native) => {
  const { addon } = native;
  const arrays = createGuardedArrays(addon, 100_001);

  describe.each(nativeTargets(native))('on $name', (target) => {
    const random = createRandom(3);
    const anyOffset = (): number => Math.floor(random() * 16);

    const check = (
      call: PassCall,
      length: number,
      placement: Placement = { xOffset: anyOffset(), yOffset: anyOffset() },
    ): void => {
      const x = Float32Array.from({ length }, () => 2000 * random() - 1000);
      const y = arrays.run(target, [call], x, placement);
      const isRight = sameBits(y, expectedOutput[call.pass]!(x));
      expect(isRight, `${length} ${JSON.stringify([call, placement])}`).toBe(true);
    };

    describe.each(memoryPasses)('$id', ({ id }) => {
      const calls = target.variants(id).map((variant) => ({ pass: id, ...variant }));

      test('is exact in every variant', () => {
        expect(calls).not.toEqual([]);
        for (const call of calls) check(call, unevenLength);
      });

      test('is exact at every length from 1 to 4 vectors and 1, and at many elements', () => {
        for (const call of calls) {
          for (let length = 1; length <= 4 * target.vectorLength + 1; length += 1) {
            check(call, length);
          }
        }
        for (const length of [99_999, 100_000, 100_001]) check(calls.at(-1)!, length);
      });

      test('is exact wherever x and y begin', () => {
        for (const call of calls.filter(({ unroll }) => unroll === calls.at(-1)!.unroll)) {
          for (let xOffset = 0; xOffset < 16; xOffset += 1) {
            for (let yOffset = 0; yOffset < 16; yOffset += 1) {
              check(call, unevenLength, { xOffset, yOffset });
            }
          }
        }
      });
    });

    test('copies keep all bits, those of subnormals and NaN included', () => {
      const bits = Uint32Array.from({ length: unevenLength }, () => random() * 2 ** 32);
      bits.set([0x0000_0001, 0x8000_0001, 0x7f80_0001, 0xffc1_2345, 0x8000_0000]);
      const x = new Float32Array(bits.buffer);
      for (const id of ['copy', 'libc-memcpy'] as const) {
        for (const variant of target.variants(id)) {
          const y = arrays.run(target, [{ pass: id, ...variant }], x, { xOffset: 0, yOffset: 3 });
          expect(sameBits(y, x)).toBe(true);
        }
      }
    });

    test('arithmetic flushes subnormal numbers', () => {
      const [variant] = target.variants('scale');
      const x = new Float32Array(unevenLength).fill(1e-40);
      const calls = [{ pass: 'scale' as const, ...variant! }];
      const y = arrays.run(target, calls, x, { xOffset: 0, yOffset: 0 });
      expect(y.every((value) => value === 0)).toBe(true);
    });
  });
});
