import type { Variant } from '../model/cell.js';
import {
  profileFormat,
  profileVersion,
  type KeptDefault,
  type ProfileLevel,
  type VariantChoice,
  type VariantGain,
  type VariantProfile,
  type VariantRule,
} from '../softmax/variant-profile.js';
import type { Heat, TunedUse } from './heats.js';
import type { Decision } from './run-heat.js';

/** Where what several threads share decides nothing, a rule is for any number of them. */
const levelsOfThreads: readonly ProfileLevel[] = ['LLC', 'DRAM'];

type Origin = NonNullable<VariantProfile['madeBy']>;

/**
 * A profile without decisions.
 * @param base the name of the profile that it is compared with.
 */
export function newProfile(name: string, base: string, madeBy: Origin): VariantProfile {
  const { vendor, family, model } = madeBy.cpu;
  return {
    format: profileFormat,
    version: profileVersion,
    name,
    extends: base,
    // Without CPUID there is nothing to tell CPUs apart by.
    ...(vendor !== '' && { match: { vendor, family, model } }),
    madeBy,
    rules: [],
    kept: [],
  };
}

/** The profile with what a heat decided, and the time that all of it took. */
export function withDecisions(
  profile: VariantProfile,
  heat: Heat,
  decisions: readonly Decision[],
  seconds: number,
): VariantProfile {
  const adopted = decisions.filter(({ isAdopted }) => isAdopted);
  const kept = decisions.filter(({ isAdopted }) => !isAdopted);
  const uses = decisions.map(({ pass }) => useOf(heat, pass));
  const earlier = (profile.kept ?? []).filter((own) => !uses.some((use) => isKeptFor(own, use)));
  return {
    ...profile,
    madeBy: { ...profile.madeBy!, seconds: Math.round(seconds) },
    rules: [...profile.rules, ...adopted.map((decision) => ruleOf(heat, decision))],
    kept: [...earlier, ...kept.map((decision) => keptOf(heat, decision))],
  };
}

/** A default that is kept because the interval is wide is worth another race. */
const openGain = 1.05;

/** Whether a profile says of a pass in a regime that another variant is faster, or that none is by much. */
export function isDecidedIn({ rules, kept = [] }: VariantProfile, use: TunedUse): boolean {
  const { target, pass, store, level, threads } = use;
  return (
    kept.some((own) => isKeptFor(own, use) && (own.gain?.high ?? 1) < openGain) ||
    rules.some(
      (rule) =>
        rule.gain !== undefined &&
        rule.targets?.includes(target) &&
        rule.passes?.includes(pass) &&
        rule.stores?.includes(store) &&
        rule.levels?.includes(level) &&
        (rule.threads ?? 'one') === threads,
    )
  );
}

function useOf({ algorithm, target, regime }: Heat, pass: number): TunedUse {
  const { pass: id, store } = algorithm.passes[pass]!;
  return { target, pass: id, store, ...regime };
}

function isKeptFor(own: KeptDefault, use: TunedUse): boolean {
  const keys = ['target', 'pass', 'store', 'level', 'threads'] as const;
  return keys.every((key) => own[key] === use[key]);
}

function ruleOf(heat: Heat, { pass, usual, best, gain }: Decision): VariantRule {
  const { pass: id, store } = heat.algorithm.passes[pass]!;
  const { level, threads } = heat.regime;
  return {
    targets: [heat.target],
    passes: [id],
    stores: [store],
    levels: [level],
    ...(levelsOfThreads.includes(level) && { threads }),
    ...choiceOf(best),
    gain: rounded(gain!),
    over: choiceOf(usual),
  };
}

function choiceOf({ vectorBits, unroll, accumulators, prefetchBytes }: Variant): VariantChoice {
  return { ...(vectorBits !== null && { vectorBits }), unroll, accumulators, prefetchBytes };
}

function keptOf(heat: Heat, { pass, usual, gain }: Decision): KeptDefault {
  return { ...useOf(heat, pass), gain: gain && rounded(gain), over: choiceOf(usual) };
}

function rounded(gain: VariantGain): VariantGain {
  const digits = (ratio: number): number => Number(ratio.toPrecision(4));
  return {
    ...gain,
    ratio: digits(gain.ratio),
    low: digits(gain.low),
    high: digits(gain.high),
  };
}
