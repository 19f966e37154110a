import type { PassId } from '../softmax/passes.js';
import type { Variant } from '../model/cell.js';
import type { Pages } from '../model/vocabulary.js';
import type { Backend } from './backend.js';
import { createClock } from './js/clock.js';
import { kernels } from './js/kernels.js';
import { createJsWorkspace } from './js/workspace.js';
import { requirePages } from './require-pages.js';

/** JavaScript cannot choose others. */
const pages: readonly Pages[] = ['default'];

/** Plain loops; what the engine makes of them is not ours to choose. */
const plainLoop: Variant = {
  vectorBits: null,
  unroll: 1,
  accumulators: 1,
  store: 'ordinary',
  prefetchBytes: 0,
};

/**
 * The passes in plain TypeScript: runs wherever Node does, and explains each algorithm. There are no
 * non-temporal stores and no C library in JavaScript, so passes that use those have no variant here.
 * Calibrates its clock, which takes some milliseconds.
 */
export function createJsBackend(): Backend {
  const clock = createClock();
  return {
    name: 'js',
    origin: null,
    targets: [{ target: 'js', available: true, reason: null }],
    isaFeatures: [],
    cpu: null,
    cpuidHypervisor: '',
    warmUpNs: 10e6,
    clock: { source: 'hrtime', frequencyHz: 1e9, overheadNs: clock.overheadNs },
    denormals: 'kept',
    pages,
    addressableBytes: Infinity,
    variants: (_target, pass) => variantsOf(pass),
    defaultVariant(_target, pass, store) {
      const variant = variantsOf(pass).find((candidate) => candidate.store === store);
      if (variant === undefined) throw new Error(`js has no ${pass} with ${store} stores`);
      return variant;
    },
    // Compiled when and as the engine likes, a chain of operations tells nothing about the clock.
    coreClockHz: () => null,
    allocateTeam: null,
    allocate(request) {
      requirePages('JavaScript', pages, request.pages);
      return createJsWorkspace(request, clock);
    },
  };
}

function variantsOf(pass: PassId): readonly Variant[] {
  return kernels[pass] === null ? [] : [plainLoop];
}
