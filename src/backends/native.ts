import type { Target } from '../config/vocabulary.js';
import type { Variant } from '../plan/cell.js';
import type { TargetStatus } from '../plan/target-status.js';
import type { PassId } from '../softmax/passes.js';
import type { Backend, PassCall } from './backend.js';
import type { Addon, AddonPasses, AddonTarget } from './native/addon.js';
import { defaultChoice } from './native/default-variants.js';
import { indexKernels, type KernelIndex } from './native/kernel-index.js';
import { addonPath, loadAddon } from './native/load-addon.js';
import { createNativeWorkspace } from './native/workspace.js';

/** The kernels in C++, or why they cannot be had. Calibrates their clock: some 60 ms. */
export function loadNativeBackend(path = addonPath()): { backend: Backend } | { reason: string } {
  const loaded = loadAddon(path);
  return 'reason' in loaded ? loaded : { backend: createNativeBackend(loaded.addon) };
}

function createNativeBackend(addon: Addon): Backend {
  const { vendor, features, clock, targets } = addon.describe();
  const indices = targets.map(indexKernels);

  const indexOf = (target: Target): number => targets.findIndex(({ name }) => name === target);
  const kernelsOf = (target: Target): KernelIndex | undefined => indices[indexOf(target)];
  const variantsOf = (target: Target, pass: PassId): readonly Variant[] =>
    kernelsOf(target)?.variants(pass) ?? [];

  const resolve = (target: Target, passes: readonly PassCall[]): AddonPasses => {
    const kernels = kernelsOf(target);
    if (kernels === undefined) throw new Error(`the native kernels know no target ${target}`);
    return {
      target: indexOf(target),
      passes: passes.map((call) => ({
        kernel: kernels.find(call.pass, call),
        prefetchBytes: call.prefetchBytes,
      })),
    };
  };

  return {
    name: 'native',
    targets: targets.map(statusOf),
    isaFeatures: features,
    clock,
    denormals: 'flushed',
    variants: variantsOf,
    defaultVariant(target, pass, store) {
      const variant = { ...defaultChoice(pass, vendor), store };
      if (!variantsOf(target, pass).some((candidate) => candidate.store === store)) {
        throw new Error(`${target} has no ${pass} with ${store} stores`);
      }
      return variant;
    },
    coreClockHz: () => addon.coreClockHz() || null,
    allocate: (request) => createNativeWorkspace(addon, resolve, request),
  };
}

function statusOf({ name, available, requirement }: AddonTarget): TargetStatus {
  return {
    target: name as Target,
    available,
    reason: available ? null : `this CPU, or its operating system, lacks ${requirement}`,
  };
}
