import type { Variant } from '../model/cell.js';
import type { Target } from '../model/vocabulary.js';
import { chooseVariant, isAmong, rulesOf, type Regime } from './choose-variant.js';
import { passIds, type PassId } from './passes.js';
import {
  profileLevels,
  profileThreads,
  type VariantProfile,
  type VariantRule,
} from './variant-profile.js';

/** What profiles are checked against. */
export interface ProfileGround {
  /** Those of the package. */
  readonly profiles: readonly VariantProfile[];
  /** The targets of the kernels that are here, available on this CPU or not. */
  readonly targets: readonly Target[];
  readonly variants: (target: Target, pass: PassId) => readonly Variant[];
}

const regimes: readonly (Regime | null)[] = [
  null,
  ...profileLevels.flatMap((level) =>
    profileThreads.map((threads): Regime => ({ level, threads })),
  ),
];

/** What speaks against keeping a profile, a sentence each; empty for a good one. */
export function problemsOfProfile(
  profile: VariantProfile,
  ground: ProfileGround,
): readonly string[] {
  const { rules, madeBy, notes } = profile;
  const unproven = rules.findIndex((rule) => !isProven(rule, madeBy !== undefined));
  const reason = madeBy === undefined ? 'neither notes nor a gain' : 'no gain above 1';
  return [
    ...(unproven < 0 || (madeBy === undefined && notes !== undefined)
      ? []
      : [`Rule ${unproven + 1} has ${reason}: say what was measured.`]),
    ...missingKernels(profile, ground).slice(0, 1),
  ];
}

/** A rule of `tune` has the interval by which it was adopted, another one says why it is there. */
function isProven({ gain, over, notes }: VariantRule, isTuned: boolean): boolean {
  return isTuned
    ? gain !== undefined && over !== undefined && gain.low > 1
    : (gain ?? notes) !== undefined;
}

function missingKernels(
  profile: VariantProfile,
  { profiles, targets, variants }: ProfileGround,
): readonly string[] {
  const generic = profiles.find(({ name }) => name === 'generic')!;
  const rules = [...generic.rules, ...rulesOf(profile, profiles)];
  return targets.flatMap((target) =>
    passIds.flatMap((pass) => {
      const own = variants(target, pass);
      const stores = [...new Set(own.map(({ store }) => store))];
      return stores.flatMap((store) =>
        regimes.flatMap((regime) => {
          const chosen = chooseVariant(rules, { target, pass, store, regime }, own);
          return isAmong(own, chosen)
            ? []
            : [`${target} has no kernel of ${pass} like ${JSON.stringify(chosen)}.`];
        }),
      );
    }),
  );
}
