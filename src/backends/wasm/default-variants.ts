import type { Variant } from '../../model/cell.js';
import type { PassId } from '../../softmax/passes.js';

type Choice = Pick<Variant, 'unroll' | 'accumulators'>;

/** As many as fit into the 16 registers of x86-64 beside the constants, or V8 keeps them in memory. */
const sums: Choice = { unroll: 4, accumulators: 2 };

/** Two vectors a step hide the loop; with four, V8 computes more addresses than it saves jumps. */
const moves: Choice = { unroll: 2, accumulators: 1 };

/** The variant that a run uses unless told otherwise: the fastest on Zen 3 with V8 11.3, where they differ. */
export function wasmChoice(pass: PassId): Choice {
  switch (pass) {
    case 'sum-exp':
    case 'ext-sum':
    case 'online-sum':
    case 'max':
      return sums;
    case 'store-exp':
      return { unroll: 8, accumulators: 2 };
    case 'scale-exp':
    case 'ext-scale':
      return { unroll: 4, accumulators: 1 };
    case 'read':
    case 'fill':
    case 'copy':
    case 'scale':
    case 'update':
    case 'scale-in-place':
    case 'subtract-lse':
    case 'libc-memcpy':
      return moves;
  }
}
