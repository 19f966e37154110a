import type { Variant } from '../../plan/cell.js';
import type { PassId } from '../../softmax/passes.js';

type Choice = Pick<Variant, 'unroll' | 'accumulators'>;

const writes: Choice = { unroll: 4, accumulators: 1 };
const reads: Choice = { unroll: 8, accumulators: 2 };
const sums: Choice = { unroll: 4, accumulators: 2 };

const summing: readonly PassId[] = ['store-exp', 'sum-exp', 'ext-sum', 'online-sum'];

/** The variant that a run uses unless told otherwise: engines have 16 registers to give on x86-64. */
export function wasmChoice(pass: PassId): Choice {
  if (summing.includes(pass)) return sums;
  return pass === 'max' ? reads : writes;
}
