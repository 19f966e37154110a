import type { ReducedRun, ReducedSweep } from './compared-run.js';
import { reductionVersion } from './reduced-store.js';

/** The table that `compare` reads back. */
export const sweepsTableId = 'sweeps';

/** The columns of a table of sweeps from which a comparison reads runs. */
export const comparedColumns = ['compared_run', 'compared_sweep'] as const;

/** A run without its sweeps, as one column of a table holds it: the same text in each row of the run. */
export function comparedRunText({
  run,
  machine,
  input,
  denormals,
  workspaces,
  failed,
}: ReducedRun): string {
  const head: Omit<ReducedRun, 'sweeps'> = { run, machine, input, denormals, workspaces, failed };
  return JSON.stringify({ reductionVersion, ...head });
}

/** One sweep of a run, as the other column holds it. */
export function comparedSweepText(sweep: ReducedSweep): string {
  return JSON.stringify(sweep);
}
