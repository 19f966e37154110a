import type { Variant } from '../model/cell.js';
import type { Target } from '../model/vocabulary.js';
import type { PassUse } from './algorithms.js';
import type { CpuTraits, ProfileLevel, VariantProfile, VariantRule } from './variant-profile.js';

/** What a choice may depend on besides the pass. */
export interface Regime {
  readonly level: ProfileLevel;
  readonly threads: 'one' | 'several';
}

/** A pass on a target, in a regime; null where that is not known, for which only rules for any regime count. */
export interface VariantUse extends PassUse {
  readonly target: Target;
  readonly regime: Regime | null;
}

/**
 * What the rules choose of the variants that exist; of several rules for a field the last one counts. It may be one that does not
 * exist (`isAmong`).
 * @param variants of the target and pass.
 * @throws Error where no rule or no variant is for the pass and its stores.
 */
export function chooseVariant(
  rules: readonly VariantRule[],
  use: VariantUse,
  variants: readonly Variant[],
): Variant {
  const { target, pass, store } = use;
  const own = variants.filter((candidate) => candidate.store === store);
  if (own.length === 0) throw new Error(`${target} has no ${pass} with ${store} stores`);
  const chosen = rules
    .filter((rule) => isFor(rule, use))
    .reduce<Partial<VariantRule>>((before, rule) => ({ ...before, ...choiceOf(rule) }), {});
  const { unroll, accumulators, prefetchBytes } = chosen;
  if (unroll === undefined || accumulators === undefined || prefetchBytes === undefined) {
    throw new Error(`no rule chooses a variant of ${pass} on ${target}`);
  }
  const vectorBits = widthOf(chosen.vectorBits ?? 'widest', own);
  return { vectorBits, unroll, accumulators, store, prefetchBytes };
}

/** Whether a kernel exists for a variant: one that prefetches does so at any distance. */
export function isAmong(variants: readonly Variant[], chosen: Variant): boolean {
  return variants.some(
    (own) =>
      own.vectorBits === chosen.vectorBits &&
      own.unroll === chosen.unroll &&
      own.accumulators === chosen.accumulators &&
      own.store === chosen.store &&
      own.prefetchBytes > 0 === chosen.prefetchBytes > 0,
  );
}

function isFor(rule: VariantRule, { target, pass, store, regime }: VariantUse): boolean {
  return (
    (rule.targets?.includes(target) ?? true) &&
    (rule.passes?.includes(pass) ?? true) &&
    (rule.stores?.includes(store) ?? true) &&
    (rule.levels === undefined || (regime !== null && rule.levels.includes(regime.level))) &&
    (rule.threads === undefined || rule.threads === regime?.threads)
  );
}

function choiceOf(rule: VariantRule): Partial<VariantRule> {
  const fields = ['vectorBits', 'unroll', 'accumulators', 'prefetchBytes'] as const;
  return Object.fromEntries(
    fields.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]]])),
  );
}

/** Null where the compiler or the C library chooses. */
function widthOf(
  wanted: number | 'widest' | 'narrowest',
  variants: readonly Variant[],
): number | null {
  const widths = variants.flatMap(({ vectorBits }) => vectorBits ?? []);
  if (widths.length === 0) return null;
  if (wanted === 'widest') return Math.max(...widths);
  return wanted === 'narrowest' ? Math.min(...widths) : wanted;
}

/** A model says more than a family, a family more than a vendor and any number of features. */
const weights = { model: 10_000, family: 1000, vendor: 1, features: 1 } as const;

/**
 * The profile for a CPU: the closest match of all that match it, the first of equals.
 * @param cpu null where it is unknown.
 * @throws Error where none matches.
 */
export function nearestProfile(
  profiles: readonly VariantProfile[],
  cpu: CpuTraits | null,
): VariantProfile {
  const closeness = profiles.map(({ match }) => closenessOf(match, cpu));
  const [nearest] = [...profiles.keys()]
    .filter((index) => closeness[index] !== null)
    .sort((a, b) => closeness[b]! - closeness[a]!);
  if (nearest === undefined) throw new Error('no profile matches this CPU');
  return profiles[nearest]!;
}

/** Whether a profile is of the family, or the model, of a CPU. */
export function isOfFamily({ match }: VariantProfile, cpu: CpuTraits | null): boolean {
  return (closenessOf(match, cpu) ?? 0) >= weights.family;
}

/** Null where they do not agree. */
function closenessOf(match: VariantProfile['match'], cpu: CpuTraits | null): number | null {
  if (match === undefined) return null;
  const { vendor, family, model, features = [] } = match;
  const agrees =
    (vendor === undefined || vendor === cpu?.vendor) &&
    (family === undefined || family === cpu?.family) &&
    (model === undefined || model === cpu?.model) &&
    features.every((feature) => cpu?.features.includes(feature));
  if (!agrees) return null;
  return (
    (vendor === undefined ? 0 : weights.vendor) +
    (family === undefined ? 0 : weights.family) +
    (model === undefined ? 0 : weights.model) +
    features.length * weights.features
  );
}

/**
 * The rules of a profile after those of what it extends.
 * @throws Error for a profile that extends itself or one that is not among `profiles`.
 */
export function rulesOf(
  profile: VariantProfile,
  profiles: readonly VariantProfile[],
  seen: readonly string[] = [],
): readonly VariantRule[] {
  const { name, extends: base } = profile;
  if (base === undefined) return profile.rules;
  // Not by the name of the profile itself: a user's may be called like the one of the package that it extends.
  if (seen.includes(base)) throw new Error(`profile ${base} extends itself`);
  const extended = profiles.find((own) => own.name === base);
  if (extended === undefined)
    throw new Error(`profile ${name} extends ${base}, which is not there`);
  return [...rulesOf(extended, profiles, [...seen, base]), ...profile.rules];
}
