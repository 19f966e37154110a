import type { ClockInfo } from '../backends/backend.js';
import type { RunConfig } from '../config/schema.js';
import type { Machine, NoiseRecord } from '../machine/machine.js';
import type { Cell } from '../plan/cell.js';

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

export type StopReason = 'converged' | 'budget' | 'timeout';

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
      /** Indexed by pass, then by sample; a second set of samples with the clock read between passes. */
      readonly passDurationsNs: readonly (readonly number[])[] | null;
      /** The round of each entry of `durationsNs`. */
      readonly rounds: readonly number[];
      readonly noise: readonly NoiseRecord[];
      readonly stopReason: StopReason;
    }
  | { readonly status: 'skipped'; readonly cell: Cell; readonly reason: string }
  | { readonly status: 'failed'; readonly cell: Cell; readonly message: string };

/** What a run executes: the merged config and the cells in the order of the sweep. */
export interface RunPlan {
  readonly config: RunConfig;
  readonly cells: readonly Cell[];
  /** Cells are shuffled anew in every round by a generator seeded with `config.seed`. */
  readonly order: 'seeded shuffle, per round';
}

/** Facts about the process that measured. */
export interface Session {
  readonly clock: ClockInfo;
  readonly denormals: 'flushed' | 'kept';
  readonly hugePageBytes: number | null;
  /** Announced before allocating, and the peak seen at the end (null when interrupted). */
  readonly announcedPeakBytes: number;
  readonly measuredPeakBytes: number | null;
}

/** The one file format: everything that a report shows is derived from it. */
export interface ResultDocument {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string; readonly gitCommit: string | null };
  readonly startedAtUtc: string;
  /** Null while running and after an interruption; the document is valid all the same. */
  readonly finishedAtUtc: string | null;
  readonly machine: Machine;
  readonly session: Session | null;
  readonly plan: RunPlan;
  readonly outcomes: readonly CellOutcome[];
}
