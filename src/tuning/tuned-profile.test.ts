import { describe, expect, it } from 'vitest';

import { builtInProfiles } from '../config/built-in-profiles.js';
import type { Variant } from '../model/cell.js';
import { problemsOfProfile } from '../softmax/profile-problems.js';
import { variantProfileSchema, type VariantGain } from '../softmax/variant-profile.js';
import { simulatedHeat, simulatedVariants } from '../testing/simulated-tuning.js';
import type { TunedUse } from './heats.js';
import type { Decision } from './run-heat.js';
import { isDecidedIn, newProfile, withDecisions } from './tuned-profile.js';

const empty = newProfile('some-cpu', 'generic', {
  toolVersion: '0.1.0',
  createdAtUtc: '2026-01-02T03:04:05.000Z',
  cpuModel: 'Some CPU',
  cpu: { vendor: 'GenuineIntel', family: 6, model: 207, features: ['avx512f'] },
  lastLevelCacheBytes: 2 ** 25,
  seconds: 0,
  seed: 1,
});
const usual: Variant = {
  vectorBits: 512,
  unroll: 4,
  accumulators: 1,
  store: 'ordinary',
  prefetchBytes: 8192,
};
const best: Variant = { ...usual, unroll: 8, prefetchBytes: 0 };

function gainOf(low: number, ratio: number, high: number): VariantGain {
  return { ratio, low, high, rounds: 20, processes: 5 };
}

function decided(pass: number, gain: VariantGain | null): Decision {
  const isAdopted = gain !== null && gain.low > 1;
  return { pass, usual, best: gain === null ? usual : best, gain, isAdopted };
}

function use(pass: TunedUse['pass']): TunedUse {
  return { target: 'avx512', pass, store: 'ordinary', level: 'L2', threads: 'one' };
}

const ground = {
  profiles: builtInProfiles(),
  targets: ['avx512'] as const,
  variants: () => simulatedVariants,
};

describe('a profile', () => {
  const adopted = decided(0, gainOf(1.03123, 1.05, 1.07));
  const wide = decided(1, gainOf(0.9, 1.01, 1.2));
  const profile = withDecisions(empty, simulatedHeat, [adopted, wide], 12.4);

  it('holds what was adopted as rules, and what was not, each with its evidence', () => {
    expect(variantProfileSchema.parse(profile)).toEqual(profile);
    expect(profile.rules).toEqual([
      {
        ...{ targets: ['avx512'], passes: ['ext-sum'], stores: ['ordinary'], levels: ['L2'] },
        ...{ vectorBits: 512, unroll: 8, accumulators: 1, prefetchBytes: 0 },
        gain: { ratio: 1.05, low: 1.031, high: 1.07, rounds: 20, processes: 5 },
        over: { vectorBits: 512, unroll: 4, accumulators: 1, prefetchBytes: 8192 },
      },
    ]);
    expect(profile.kept).toMatchObject([{ pass: 'ext-scale', level: 'L2', threads: 'one' }]);
    expect(profile.match).toEqual({ vendor: 'GenuineIntel', family: 6, model: 207 });
    expect(profile.madeBy?.seconds).toBe(12);
  });

  it('decides what it adopted and what it kept by a narrow interval', () => {
    expect(isDecidedIn(empty, use('ext-sum'))).toBe(false);
    expect(isDecidedIn(profile, use('ext-sum'))).toBe(true);
    expect(isDecidedIn(profile, use('ext-scale'))).toBe(false);
    expect(isDecidedIn(profile, { ...use('ext-sum'), level: 'DRAM' })).toBe(false);
    const narrow = withDecisions(profile, simulatedHeat, [decided(1, gainOf(0.99, 1, 1.01))], 1);
    expect(isDecidedIn(narrow, use('ext-scale'))).toBe(true);
    expect(narrow.kept).toHaveLength(1);
  });

  it('is fit to keep with its evidence alone', () => {
    const made = simulatedHeat.raced.map((pass) => decided(pass, null));
    expect(problemsOfProfile(withDecisions(empty, simulatedHeat, made, 1), ground)).toEqual([]);
    expect(problemsOfProfile(profile, ground)).toEqual([]);
    const [rule] = profile.rules;
    const claimed = { ...profile, rules: [{ ...rule, gain: gainOf(0.99, 1.02, 1.05) }] };
    expect(problemsOfProfile(claimed, ground)[0]).toBe(
      'Rule 1 has no gain above 1: say what was measured.',
    );
    const { madeBy, ...handmade } = { ...profile, rules: [{ unroll: 8 }] };
    expect(madeBy).toBeDefined();
    expect(problemsOfProfile(handmade, ground)[0]).toContain('neither notes nor a gain');
    const absent = { ...profile, rules: [{ ...rule, unroll: 5 }] };
    expect(problemsOfProfile(absent, ground)).toContainEqual(
      expect.stringMatching(/^avx512 has no kernel of ext-sum like \{/),
    );
  });
});
