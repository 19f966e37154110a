import type { StoreKind } from '../model/vocabulary.js';
import type { PlannedBackend } from '../plan/make-plan.js';

/** A backend with a kernel for every pass, with these stores. */
export function plannedBackend(
  backend: Pick<PlannedBackend, 'name' | 'targets'> & Partial<PlannedBackend>,
  stores: readonly StoreKind[] = ['ordinary', 'non-temporal', 'library'],
): PlannedBackend {
  const variantWith: PlannedBackend['defaultVariant'] = (_target, _pass, store) => ({
    vectorBits: 512,
    unroll: 4,
    accumulators: 1,
    store,
    prefetchBytes: 0,
  });
  return {
    addressableBytes: Infinity,
    allocateTeam: null,
    pages: ['default'],
    variants: (target, pass) => stores.map((store) => variantWith(target, pass, store)),
    defaultVariant: variantWith,
    ...backend,
  };
}
