import type { CacheState, Target } from './vocabulary.js';
import type { StoreKind } from '../softmax/algorithms.js';

/**
 * A choice inside a target for one pass. It changes speed, never results beyond rounding.
 * `vectorBits` is the width of its vectors, null where the compiler, the engine or the C library chooses;
 * `unroll` counts vectors a loop step; `accumulators` independent partial results;
 * `prefetchBytes` how far ahead of the reads a software prefetch runs, 0 for none.
 */
export interface Variant {
  readonly vectorBits: number | null;
  readonly unroll: number;
  readonly accumulators: number;
  readonly store: StoreKind;
  readonly prefetchBytes: number;
}

/** One thing to time. `variants` holds one entry a pass, in the order of the algorithm's passes. */
export interface Cell {
  /** `algorithm/target/elementCount/cacheState/t<threadCount>`: unique within a plan. */
  readonly id: string;
  readonly algorithm: string;
  readonly target: Target;
  readonly elementCount: number;
  readonly cacheState: CacheState;
  readonly threadCount: number;
  readonly variants: readonly Variant[];
}
