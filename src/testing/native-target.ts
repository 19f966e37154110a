import type { Backend, PassCall } from '../backends/backend.js';
import type { AddonPasses } from '../backends/native/addon.js';
import { indexKernels } from '../backends/native/kernel-index.js';
import type { Target } from '../model/vocabulary.js';
import type { Variant } from '../model/cell.js';
import type { Algorithm, PassUse } from '../softmax/algorithms.js';
import { passes, type PassId } from '../softmax/passes.js';
import type { NativeUnderTest } from './describe-native.js';

/** One instruction set of the addon that this CPU has. */
export interface NativeTarget {
  readonly name: Target;
  /** Elements of one vector register. */
  readonly vectorLength: number;
  /** Every compiled variant of a pass; those that prefetch at several distances. */
  variants(pass: PassId): readonly Variant[];
  /** What `Addon.execute` and `Addon.time` take. */
  resolve(calls: readonly PassCall[]): AddonPasses;
}

const vectorLengths: Readonly<Record<string, number>> = { avx512: 16, avx2: 8, neon: 4, scalar: 1 };

/** The targets that can be tested here, the fastest first. */
export function nativeTargets({ addon }: NativeUnderTest): NativeTarget[] {
  return addon.describe().targets.flatMap((target, index) => {
    const kernels = indexKernels(target.name, target.kernels);
    const nativeTarget: NativeTarget = {
      name: target.name as Target,
      vectorLength: vectorLengths[target.name]!,
      variants: (pass) => kernels.variants(pass),
      resolve: (calls) => ({
        target: index,
        passes: calls.map((call) => ({
          kernel: kernels.find(call.pass, call),
          prefetchBytes: call.prefetchBytes,
          leaves: passes[call.pass].leaves,
        })),
      }),
    };
    return target.available ? [nativeTarget] : [];
  });
}

/** The variants of a pass with the kind of store that an algorithm uses. */
export function variantsFor(target: NativeTarget, { pass, store }: PassUse): Variant[] {
  return target.variants(pass).filter((variant) => variant.store === store);
}

/**
 * The passes of an algorithm, each with any of its variants.
 * @param random uniform in [0, 1)
 */
export function anyVariants(
  target: NativeTarget,
  algorithm: Algorithm,
  random: () => number,
): PassCall[] {
  return algorithm.passes.map((use) => {
    const candidates = variantsFor(target, use);
    return { pass: use.pass, ...candidates[Math.floor(random() * candidates.length)]! };
  });
}

/** The passes of an algorithm as a run executes them. */
export function defaultVariants(
  backend: Backend,
  target: Target,
  algorithm: Algorithm,
): PassCall[] {
  return algorithm.passes.map(({ pass, store }) => ({
    pass,
    ...backend.defaultVariant(target, pass, store),
  }));
}
