import type { Variant } from '../../model/cell.js';
import { groupBy } from '../../model/group-by.js';
import type { PassId } from '../../softmax/passes.js';
import type { AddonKernel } from './addon.js';

/** The kernels of one target (of the addon or of a module), found by pass and variant. */
export interface KernelIndex {
  variants(pass: PassId): readonly Variant[];
  /**
   * The index of a kernel in the addon's list.
   * @throws Error when no kernel was compiled for that pass and variant.
   */
  find(pass: PassId, variant: Variant): number;
}

/**
 * Distances that `variants` offers for kernels that prefetch. A call may take any distance; these
 * are one to four pages.
 */
const prefetchDistances = [4096, 8192, 16384] as const;

/** @param targetName for messages. */
export function indexKernels(targetName: string, kernels: readonly AddonKernel[]): KernelIndex {
  const indexByKey = new Map(kernels.map((kernel, index) => [keyOf(kernel), index]));
  const kernelsByPass = groupBy(kernels, ({ pass }) => pass);
  const variantsByPass = new Map(
    [...kernelsByPass].map(([pass, ofPass]) => [pass, ofPass.flatMap(variantsOfKernel)]),
  );
  return {
    variants: (pass) => variantsByPass.get(pass) ?? [],
    find(pass, variant) {
      const prefetch = variant.prefetchBytes > 0;
      const index = indexByKey.get(keyOf({ ...variant, pass, prefetch }));
      if (index === undefined) {
        throw new Error(`${targetName} has no ${pass} kernel ${JSON.stringify(variant)}`);
      }
      return index;
    },
  };
}

function variantsOfKernel({ prefetch, ...kernel }: AddonKernel): Variant[] {
  const { vectorBits, unroll, accumulators, store } = kernel;
  const distances = prefetch ? prefetchDistances : [0];
  return distances.map((prefetchBytes) => {
    return { vectorBits, unroll, accumulators, store, prefetchBytes };
  });
}

function keyOf(kernel: AddonKernel): string {
  const { pass, vectorBits, unroll, accumulators, store, prefetch } = kernel;
  return [pass, vectorBits, unroll, accumulators, store, prefetch].join();
}
