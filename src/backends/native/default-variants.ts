import type { Variant } from '../../model/cell.js';
import type { PassId } from '../../softmax/passes.js';

type Choice = Pick<Variant, 'unroll' | 'accumulators' | 'prefetchBytes'>;

/**
 * How far ahead reads are prefetched: two pages, because the prefetchers of the hardware stop at the
 * end of one and a single page ahead is not enough to have the next one's translation at hand.
 */
const twoPages = 8192;

/**
 * With four vectors a step, loops of a store and one instruction or none take up to 8% longer from L1 (Zen 5) in some
 * places in memory; with eight they do not.
 */
const unrollOfStores = 8;

const writes: Choice = { unroll: 4, accumulators: 1, prefetchBytes: twoPages };

/** Passes of one instruction or none a vector: many chains, or the latency of one shows in cache. */
const reads: Choice = { unroll: 8, accumulators: 4, prefetchBytes: twoPages };

/**
 * Passes that sum: chains of three terms, four of them a step. Of the forms whose error stays below 4 ulp in 6600 random
 * inputs it has the fewest additions a vector, 15 for 12 (accumulator.h).
 */
const sums: Choice = { unroll: 12, accumulators: 4, prefetchBytes: twoPages };

/**
 * On AMD the prefetchers of the hardware work best alone in passes that hardly compute: on Zen 3 (avx2, 128 MiB
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
 * An AMD with AVX-512 is a Zen 4 or later. The prefetchers of Zen 4 work best alone in every pass: without prefetching (128 MiB arrays, avx512
 * and avx2) two-pass takes 0.86 to 0.89 of the time, three-pass 0.91 to 0.94, every pass that computes 0.83 to 0.91.
 * Later ones are taken to be like it.
 */
const zen4Feature = 'avx512f';

/** Zen 3 and Zen 4. */
const zen4Family = 25;

/** With one vector of 256 bits a step, scale takes 1.9 times as long from L1 on Zen 4; with two it takes 0.96 of the time out of cache. */
const zen4Choices: Partial<Record<PassId, Partial<Choice>>> = {
  copy: { unroll: 2 },
  scale: { unroll: 2 },
};

/**
 * Zen 4 loads one vector of 512 bits a cycle or two of 256. With the latter read, copy and scale take as long from all
 * caches and max 0.87 to 1.00 of the time; out of cache (128 MiB arrays) read and max take 0.87, copy 0.94, scale
 * 0.96. Passes that compute need the wider ones.
 */
const narrowOnZen4: readonly PassId[] = ['max', 'read', 'copy', 'scale'];

/** What of the CPU the choice depends on; vendor and family as CPUID has them. */
export interface CpuTraits {
  readonly vendor: string;
  readonly family: number;
  readonly features: readonly string[];
}

/** The variant that a run uses unless told otherwise, but for its vectors and stores. */
export function defaultChoice(pass: PassId, cpu: CpuTraits): Choice {
  const common = commonChoice(pass);
  if (cpu.vendor !== amdVendor) return common;
  const withoutHelp = cpu.features.includes(zen4Feature) ? { prefetchBytes: 0 } : {};
  const ofZen4 = isZen4(cpu) ? zen4Choices[pass] : {};
  return { ...common, ...amdChoices[pass], ...withoutHelp, ...ofZen4 };
}

/**
 * Of the widths that there are for a pass the one that a run uses: the widest, but where narrower ones are faster.
 * @param widths in bits; null where the compiler or the C library chooses.
 */
export function defaultVectorBits(
  pass: PassId,
  widths: readonly (number | null)[],
  cpu: CpuTraits,
): number | null {
  const known = widths.filter((width) => width !== null);
  if (known.length === 0) return null;
  return isZen4(cpu) && narrowOnZen4.includes(pass) ? Math.min(...known) : Math.max(...known);
}

function isZen4({ vendor, family, features }: CpuTraits): boolean {
  return vendor === amdVendor && family === zen4Family && features.includes(zen4Feature);
}

function commonChoice(pass: PassId): Choice {
  switch (pass) {
    case 'store-exp':
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
    case 'subtract-lse':
    case 'copy':
    case 'scale':
      return writes;
    case 'update':
      return { ...writes, unroll: unrollOfStores };
    case 'fill':
      // Prefetching lines that are only written makes a store wait for a read that it does itself.
      return { ...writes, unroll: unrollOfStores, prefetchBytes: 0 };
    case 'libc-memcpy':
      return { unroll: 1, accumulators: 1, prefetchBytes: 0 };
  }
}
