import type { Target } from '../model/vocabulary.js';
import { builtInProfiles } from '../config/built-in-profiles.js';
import type { Variant } from '../model/cell.js';
import type { TargetStatus } from '../model/target-status.js';
import { chooseVariant, nearestProfile, rulesOf } from '../softmax/choose-variant.js';
import { passes, type PassId } from '../softmax/passes.js';
import type { UnavailableKernel } from '../model/session.js';
import type { Backend, PassCall } from './backend.js';
import type { Addon, AddonPasses, AddonTarget } from './native/addon.js';
import { addonCandidates, type AddonCandidate } from './native/addon-paths.js';
import { indexKernels, type KernelIndex } from './native/kernel-index.js';
import { loadAddon } from './native/load-addon.js';
import { createNativeTeam } from './native/team.js';
import { createNativeWorkspace } from './native/workspace.js';
import { requirePages } from './require-pages.js';

/** The kernels in C++, if an addon loads, and why those that were looked for in vain do not. */
export interface LoadedNative {
  readonly backend: Backend | null;
  readonly unavailableKernels: readonly UnavailableKernel[];
}

/** Loads the first addon that can be loaded and calibrates its clock: some 60 ms. */
export function loadNativeBackend(
  candidates: readonly AddonCandidate[] = addonCandidates(),
): LoadedNative {
  const { addon, origin, unavailableKernels } = loadAddon(candidates);
  return {
    backend: addon === null ? null : createNativeBackend(addon, origin),
    unavailableKernels,
  };
}

function createNativeBackend(addon: Addon, origin: Backend['origin']): Backend {
  const { vendor, hypervisor, family, model, features, pages, clock, targets } = addon.describe();
  const cpu = { vendor, family, model, features };
  const profiles = builtInProfiles();
  const rules = rulesOf(nearestProfile(profiles, cpu), profiles);
  const indices = targets.map(({ name, kernels }) => indexKernels(name, kernels));

  const indexOf = (target: Target): number => targets.findIndex(({ name }) => name === target);
  const kernelsOf = (target: Target): KernelIndex | undefined => indices[indexOf(target)];
  const variantsOf = (target: Target, pass: PassId): readonly Variant[] =>
    kernelsOf(target)?.variants(pass) ?? [];

  const resolve = (target: Target, calls: readonly PassCall[]): AddonPasses => {
    const kernels = kernelsOf(target);
    if (kernels === undefined) throw new Error(`the native kernels know no target ${target}`);
    return {
      target: indexOf(target),
      passes: calls.map((call) => ({
        kernel: kernels.find(call.pass, call),
        prefetchBytes: call.prefetchBytes,
        leaves: passes[call.pass].leaves,
      })),
    };
  };

  return {
    name: 'native',
    origin,
    targets: targets.map(statusOf),
    isaFeatures: features,
    cpu,
    cpuidHypervisor: hypervisor,
    clock,
    // Compiled already: only clocks ramp, which takes some 500 us for wide vectors.
    warmUpNs: 1e6,
    denormals: 'flushed',
    pages,
    addressableBytes: Infinity,
    variants: variantsOf,
    defaultVariant(target, pass, store, { regime = null, rules: added = [] } = {}) {
      const use = { target, pass, store, regime };
      return chooseVariant([...rules, ...added], use, variantsOf(target, pass));
    },
    coreClockHz: () => addon.coreClockHz() || null,
    allocate(request) {
      requirePages('the native kernels', pages, request.pages);
      return createNativeWorkspace(addon, resolve, request);
    },
    allocateTeam(request) {
      requirePages('the native kernels', pages, request.pages);
      return createNativeTeam(addon, resolve, request);
    },
  };
}

function statusOf({ name, available, requirement }: AddonTarget): TargetStatus {
  return {
    target: name as Target,
    available,
    reason: available ? null : `this CPU, or its operating system, lacks ${requirement}`,
  };
}
