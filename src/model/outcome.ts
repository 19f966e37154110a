import type { NoiseLedger } from './machine.js';
import type { Cell } from './cell.js';

/** How far an output was from the float64 oracle before its cell was timed. */
export interface Verification {
  /** Largest |got - expected| / ulp over outputs that are normal float32 numbers; null for memory baselines. */
  readonly maxUlpError: number | null;
  readonly maxRelativeError: number | null;
  /** |sum of outputs - 1|; null where the output is no softmax. */
  readonly sumError: number | null;
  /** Share of outputs that are exactly 0. */
  readonly zeroOutputShare: number | null;
  /** Outputs compared element by element; the sum covers all of them. */
  readonly comparedElementCount: number;
}

/**
 * Why no more samples were taken: the group's medians are known well enough, the time budget or the
 * largest number of rounds was used up, or the run ended before any of these (Ctrl-C, a crash).
 */
export type StopReason = 'converged' | 'budget' | 'rounds' | 'interrupted';

/** What became of a cell. Durations are raw, one entry a sample, never trimmed. */
export type CellOutcome =
  | {
      readonly status: 'measured';
      readonly cell: Cell;
      readonly verification: Verification;
      /** Calls averaged in each sample. */
      readonly batchCount: number;
      /** Of one call of the whole algorithm. */
      readonly durationsNs: readonly number[];
      /**
       * Indexed by pass, then by sample, with the clock read between passes: of long calls those that
       * `durationsNs` tells of, of others as many calls besides. Null when not asked for, and for one-pass
       * algorithms, where it would tell nothing new.
       */
      readonly passDurationsNs: readonly (readonly number[])[] | null;
      /** The round of each entry of `durationsNs`. */
      readonly rounds: readonly number[];
      /** The measuring process of each entry of `durationsNs`, counted from 0 over the run. */
      readonly processes: readonly number[];
      /** One entry a round in each array, of the time in which this cell's samples were taken. */
      readonly noise: NoiseLedger;
      readonly stopReason: StopReason;
    }
  | { readonly status: 'skipped'; readonly cell: Cell; readonly reason: string }
  | { readonly status: 'failed'; readonly cell: Cell; readonly message: string };
