import type { RunConfig } from './run-config.js';
import type { Cell } from './cell.js';

/** What a run executes: the merged config and the cells in the order of the sweep. */
export interface RunPlan {
  readonly config: RunConfig;
  readonly cells: readonly Cell[];
  /** Cells are shuffled anew in every round by a generator seeded with `config.seed`. */
  readonly order: 'seeded shuffle, per round';
}
