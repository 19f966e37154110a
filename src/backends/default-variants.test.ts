import { describe, expect, it } from 'vitest';

import { builtInProfiles } from '../config/built-in-profiles.js';
import type { Variant } from '../model/cell.js';
import { wasmTargets, type StoreKind, type Target } from '../model/vocabulary.js';
import { describeNative } from '../testing/describe-native.js';
import {
  chooseVariant,
  isAmong,
  nearestProfile,
  rulesOf,
  type Regime,
} from '../softmax/choose-variant.js';
import { passIds, type PassId } from '../softmax/passes.js';
import type { CpuTraits, VariantProfile, VariantRule } from '../softmax/variant-profile.js';

const withAvx2 = ['avx', 'fma', 'avx2'];
const withAvx512 = [...withAvx2, 'avx512f'];

function cpuOf(vendor: string, family: number, features: readonly string[]): CpuTraits {
  return { vendor, family, model: 1, features };
}

const cpus = {
  'Zen 2': cpuOf('AuthenticAMD', 23, withAvx2),
  'Zen 3': cpuOf('AuthenticAMD', 25, withAvx2),
  'Zen 4': cpuOf('AuthenticAMD', 25, withAvx512),
  'Zen 5': cpuOf('AuthenticAMD', 26, withAvx512),
  'Zen 5 without AVX-512': cpuOf('AuthenticAMD', 26, withAvx2),
  Xeon: cpuOf('GenuineIntel', 6, withAvx512),
  Core: cpuOf('GenuineIntel', 6, withAvx2),
  'another x86': cpuOf('Other', 7, withAvx2),
  Arm: cpuOf('', 0, ['neon']),
};

/** As `vectorBits/unroll/accumulators/prefetchBytes`, of kernels of 512 and 256 bits. */
type Choices = Readonly<Record<PassId, string>>;

const generic: Choices = {
  max: '512/8/4/8192',
  'sum-exp': '512/12/4/8192',
  'store-exp': '512/12/4/8192',
  'scale-exp': '512/4/1/8192',
  'scale-in-place': '512/4/1/8192',
  'ext-sum': '512/12/4/8192',
  'ext-scale': '512/4/1/8192',
  'online-sum': '512/12/4/8192',
  'subtract-lse': '512/4/1/8192',
  read: '512/8/1/8192',
  fill: '512/8/1/0',
  copy: '512/4/1/8192',
  scale: '512/4/1/8192',
  update: '512/8/1/8192',
  'libc-memcpy': '512/1/1/0',
};
const amd: Choices = {
  ...generic,
  max: '512/8/4/0',
  read: '512/8/1/0',
  copy: '512/1/1/0',
  scale: '512/1/1/0',
  update: '512/8/1/0',
};
const zen5 = Object.fromEntries(
  Object.entries(amd).map(([pass, choice]) => [pass, choice.replace('/8192', '/0')]),
) as Choices;
const zen4: Choices = {
  ...zen5,
  max: '256/8/4/0',
  read: '256/8/1/0',
  copy: '256/2/1/0',
  scale: '256/2/1/0',
};

const expected: Readonly<Record<keyof typeof cpus, Choices>> = {
  'Zen 2': amd,
  'Zen 3': amd,
  'Zen 4': zen4,
  'Zen 5': zen5,
  'Zen 5 without AVX-512': amd,
  Xeon: generic,
  Core: generic,
  'another x86': generic,
  Arm: generic,
};

const profiles = builtInProfiles();

function rulesFor(cpu: CpuTraits | null): readonly VariantRule[] {
  return rulesOf(nearestProfile(profiles, cpu), profiles);
}

function variantsOf(store: StoreKind, ...widths: (number | null)[]): readonly Variant[] {
  const rest = { unroll: 1, accumulators: 1, store, prefetchBytes: 0 };
  return widths.map((vectorBits) => ({ vectorBits, ...rest }));
}

function textOf({ vectorBits, unroll, accumulators, prefetchBytes }: Variant): string {
  return [vectorBits, unroll, accumulators, prefetchBytes].join('/');
}

function choicesOf(rules: readonly VariantRule[], target: Target, widths: number[]): Choices {
  const variants = variantsOf('ordinary', ...widths);
  const of = (pass: PassId) =>
    chooseVariant(rules, { target, pass, store: 'ordinary', regime: null }, variants);
  return Object.fromEntries(passIds.map((pass) => [pass, textOf(of(pass))])) as Choices;
}

describe('the default', () => {
  it.each(Object.entries(cpus))('of %s stays as it was measured', (name, cpu) => {
    const rules = rulesFor(cpu);
    for (const target of ['avx512', 'avx2', 'neon', 'scalar'] as const) {
      expect(choicesOf(rules, target, [512, 256])).toEqual(expected[name as keyof typeof cpus]);
    }
  });

  it.each(wasmTargets)('of %s stays as it was measured', (target) => {
    const choices = choicesOf(rulesFor(null), target, [128]);
    expect(choices).toMatchObject({
      max: '128/4/2/0',
      'sum-exp': '128/4/2/0',
      'store-exp': '128/8/2/0',
      'ext-scale': '128/4/1/0',
      'scale-in-place': '128/2/1/0',
      copy: '128/2/1/0',
    });
  });

  it('has no width where the C library chooses', () => {
    const use = { target: 'avx2', pass: 'libc-memcpy', store: 'library', regime: null } as const;
    const chosen = chooseVariant(rulesFor(null), use, variantsOf('library', null));
    expect(chosen.vectorBits).toBeNull();
  });

  it('is that of the nearest profile', () => {
    const names = Object.values(cpus).map((cpu) => nearestProfile(profiles, cpu).name);
    expect(names).toEqual([
      ...['amd', 'zen-3', 'zen-4', 'zen-5', 'amd'],
      ...['generic', 'generic', 'generic', 'generic'],
    ]);
  });
});

describe('rules', () => {
  const base = rulesFor(null);
  const use = { target: 'avx2', pass: 'max', store: 'ordinary' } as const;
  const variants = variantsOf('ordinary', 256);
  const unrollAt = (rules: readonly VariantRule[], regime: Regime | null): number =>
    chooseVariant([...base, ...rules], { ...use, regime }, variants).unroll;

  it('count in their regime alone', () => {
    const rules: VariantRule[] = [{ levels: ['L1', 'L2'], threads: 'one', unroll: 2 }];
    expect(unrollAt(rules, { level: 'L2', threads: 'one' })).toBe(2);
    expect(unrollAt(rules, { level: 'L2', threads: 'several' })).toBe(8);
    expect(unrollAt(rules, { level: 'DRAM', threads: 'one' })).toBe(8);
    expect(unrollAt(rules, null)).toBe(8);
  });

  it('lie over earlier ones', () => {
    expect(unrollAt([{ unroll: 2 }, { passes: ['max'], unroll: 4 }], null)).toBe(4);
    expect(unrollAt([{ unroll: 2 }, { passes: ['read'], unroll: 4 }], null)).toBe(2);
  });

  it('are refused where they lead back to themselves or to nothing', () => {
    const profile = (name: string, base: string): VariantProfile => {
      return {
        format: 'softmax-bench profile',
        version: 1,
        name,
        extends: base,
        rules: [],
      };
    };
    const loop = [profile('a', 'b'), profile('b', 'a')];
    expect(() => rulesOf(loop[0]!, loop)).toThrow('extends itself');
    expect(() => rulesOf(loop[0]!, [])).toThrow('extends b, which is not there');
  });
});

describeNative('what profiles of the package choose', ({ backend }) => {
  const base = rulesFor(null);
  it.each(profiles.map(({ name }) => name))('was compiled: %s', (name) => {
    const rules = rulesOf(
      profiles.find((own) => own.name === name)!,
      profiles,
    );
    let chosenCount = 0;
    for (const { target } of backend.targets) {
      for (const pass of passIds) {
        const variants = backend.variants(target, pass);
        for (const store of new Set(variants.map((own) => own.store))) {
          const use = { target, pass, store, regime: null };
          expect(isAmong(variants, chooseVariant([...base, ...rules], use, variants))).toBe(true);
          chosenCount += 1;
        }
      }
    }
    expect(chosenCount).toBeGreaterThan(10);
  });
});
