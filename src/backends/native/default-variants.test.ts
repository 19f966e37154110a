import { expect, it } from 'vitest';

import { passes, type PassId } from '../../softmax/passes.js';
import { describeNative } from '../../testing/describe-native.js';
import { defaultChoice, defaultVectorBits, type CpuTraits } from './default-variants.js';

const withAvx2 = ['avx', 'fma', 'avx2'];
const withAvx512 = [...withAvx2, 'avx512f'];
const zen3 = { vendor: 'AuthenticAMD', family: 25, features: withAvx2 };
const zen4 = { vendor: 'AuthenticAMD', family: 25, features: withAvx512 };
const zen5 = { vendor: 'AuthenticAMD', family: 26, features: withAvx512 };
const xeon = { vendor: 'GenuineIntel', family: 6, features: withAvx512 };
const arm = { vendor: '', family: 0, features: ['neon'] };

it.each<[string, CpuTraits, PassId, number]>([
  ['narrow ones on Zen 4 where they are as fast in cache', zen4, 'max', 256],
  ['wide ones on Zen 4 for arithmetic', zen4, 'sum-exp', 512],
  ['wide ones on Zen 5, which loads two of them a cycle', zen5, 'max', 512],
  ['wide ones on Intel', xeon, 'copy', 512],
])('takes %s', (_, cpu, pass, vectorBits) => {
  expect(defaultVectorBits(pass, [512, 256, 512], cpu)).toBe(vectorBits);
});

it('takes what there is', () => {
  expect(defaultVectorBits('max', [128], zen4)).toBe(128);
  expect(defaultVectorBits('libc-memcpy', [null], zen4)).toBeNull();
});

describeNative('what is chosen', ({ backend }) => {
  it.each(Object.entries({ zen3, zen4, zen5, xeon, arm }))('was compiled, on %s', (_, cpu) => {
    let chosenCount = 0;
    for (const { target } of backend.targets) {
      for (const pass of Object.keys(passes) as PassId[]) {
        const variants = backend.variants(target, pass);
        if (variants.length === 0) continue;
        const widths = variants.map(({ vectorBits }) => vectorBits);
        const vectorBits = defaultVectorBits(pass, widths, cpu);
        const choice = { ...defaultChoice(pass, cpu), vectorBits };
        expect(variants).toContainEqual(expect.objectContaining(choice));
        chosenCount += 1;
      }
    }
    expect(chosenCount).toBeGreaterThan(10);
  });
});
