import type { Target } from '../../config/vocabulary.js';
import type { Variant } from '../../plan/cell.js';
import type { PassId } from '../../softmax/passes.js';

type Choice = Pick<Variant, 'unroll' | 'accumulators' | 'prefetchBytes'>;

/**
 * How far ahead reads are prefetched: two pages, because the prefetchers of the hardware stop at the
 * end of one and a single page ahead is not enough to have the next one's translation at hand.
 */
const twoPages = 8192;

const memoryPass: Choice = { unroll: 4, accumulators: 1, prefetchBytes: twoPages };
const readPass: Choice = { unroll: 8, accumulators: 4, prefetchBytes: twoPages };

/** Passes that sum keep four chains a step: the more chains, the smaller the error (accumulator.h). */
const choices: Readonly<Record<PassId, Choice>> = {
  max: readPass,
  'sum-exp': readPass,
  'store-exp': readPass,
  'ext-sum': readPass,
  'online-sum': readPass,
  'scale-exp': memoryPass,
  'ext-scale': memoryPass,
  'scale-in-place': memoryPass,
  read: { unroll: 8, accumulators: 1, prefetchBytes: twoPages },
  copy: memoryPass,
  scale: memoryPass,
  update: memoryPass,
  // Prefetching lines that are only written makes the store wait for a read that it would do itself.
  fill: { unroll: 4, accumulators: 1, prefetchBytes: 0 },
  'libc-memcpy': { unroll: 1, accumulators: 1, prefetchBytes: 0 },
};

/** The variant that a run uses unless told otherwise. */
export function defaultChoice(_target: Target, pass: PassId): Choice {
  return choices[pass];
}
