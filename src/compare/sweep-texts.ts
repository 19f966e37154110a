import type { ReducedRun, ReducedSweep } from './compared-run.js';
import { reductionVersion } from './reduced-store.js';
import { headOf, storedSweep } from './stored-run.js';

/** The table that `compare` reads back. */
export const sweepsTableId = 'sweeps';

/** The columns of a table of sweeps from which a comparison reads runs. */
export const comparedColumns = [
  'compared_run',
  'compared_sweep',
  'compared_layout',
  'compared_numbers',
] as const;

/** A run without its sweeps, as one column of a table holds it: the same text in each row of the run. */
export function comparedRunText(run: ReducedRun): string {
  return JSON.stringify({ reductionVersion, ...headOf(run) });
}

/** One sweep of a run, as the other columns hold it. */
export function comparedSweepTexts(sweep: ReducedSweep): {
  readonly facts: string;
  /** The same for all runs that measured the same. */
  readonly layout: string;
  readonly numbers: string;
} {
  const { facts, layout, numbers } = storedSweep(sweep);
  return { facts: JSON.stringify(facts), layout: JSON.stringify(layout), numbers };
}
