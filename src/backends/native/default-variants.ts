import type { Variant } from '../../plan/cell.js';
import type { PassId } from '../../softmax/passes.js';

type Choice = Pick<Variant, 'unroll' | 'accumulators' | 'prefetchBytes'>;

/**
 * How far ahead reads are prefetched: two pages, because the prefetchers of the hardware stop at the
 * end of one and a single page ahead is not enough to have the next one's translation at hand.
 */
const twoPages = 8192;

const writes: Choice = { unroll: 4, accumulators: 1, prefetchBytes: twoPages };

/** Passes of one instruction or none a vector: many chains, or the latency of one shows in cache. */
const reads: Choice = { unroll: 8, accumulators: 4, prefetchBytes: twoPages };

/** Passes that sum: two chains, because a third costs more additions than it saves time (accumulator.h). */
const sums: Choice = { unroll: 8, accumulators: 2, prefetchBytes: twoPages };

/**
 * Here the terms are rounded once more, when they are stored, and shorter chains make up for it: the
 * largest error of 24000 random inputs falls from 4.1 ulp to 3.3.
 */
const storingSums: Choice = { unroll: 4, accumulators: 2, prefetchBytes: twoPages };

/**
 * On AMD the prefetchers of the hardware need no help with passes that hardly compute: on Zen 3 (avx2, 128 MiB
 * arrays) read and max take 0.90 of the time without prefetching, update 0.90, copy and scale with one
 * vector a step 0.86 to 0.97. Passes that compute gain from it as elsewhere (ext-sum 0.81).
 */
const amdVendor = 'AuthenticAMD';
const amdChoices: Partial<Record<PassId, Partial<Choice>>> = {
  max: { prefetchBytes: 0 },
  read: { prefetchBytes: 0 },
  update: { prefetchBytes: 0 },
  copy: { unroll: 1, prefetchBytes: 0 },
  scale: { unroll: 1, prefetchBytes: 0 },
};

/**
 * An AMD with AVX-512 is a Zen 4 or later. The prefetchers of Zen 4 need no help at all: without it (128 MiB arrays, avx512
 * and avx2) two-pass takes 0.86 to 0.89 of the time, three-pass 0.91 to 0.94, every pass that computes 0.83 to 0.91.
 * Later ones are taken to be like it.
 */
const zen4Feature = 'avx512f';

/** What of the CPU the choice depends on. */
export interface CpuTraits {
  /** As CPUID has it. */
  readonly vendor: string;
  readonly features: readonly string[];
}

/** The variant that a run uses unless told otherwise. */
export function defaultChoice(pass: PassId, { vendor, features }: CpuTraits): Choice {
  const common = commonChoice(pass);
  if (vendor !== amdVendor) return common;
  const withoutHelp = features.includes(zen4Feature) ? { prefetchBytes: 0 } : {};
  return { ...common, ...amdChoices[pass], ...withoutHelp };
}

function commonChoice(pass: PassId): Choice {
  switch (pass) {
    case 'store-exp':
      return storingSums;
    case 'sum-exp':
    case 'ext-sum':
    case 'online-sum':
      return sums;
    case 'max':
      return reads;
    case 'read':
      return { ...reads, accumulators: 1 };
    case 'scale-exp':
    case 'ext-scale':
    case 'scale-in-place':
    case 'copy':
    case 'scale':
    case 'update':
      return writes;
    case 'fill':
      // Prefetching lines that are only written makes a store wait for a read that it does itself.
      return { ...writes, prefetchBytes: 0 };
    case 'libc-memcpy':
      return { unroll: 1, accumulators: 1, prefetchBytes: 0 };
  }
}
