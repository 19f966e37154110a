import type { Analysis } from '../../analysis/analysis.js';
import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import { differOnlyIn } from '../../model/axes.js';

/** The sweeps with tables of their own: of one thread, and of the most threads. Other counts are in those of threads. */
export function shownSweeps({ sweeps }: Pick<Analysis, 'sweeps'>): readonly SweepFacts[] {
  return sweeps.filter(
    (sweep) =>
      sweep.threadCount === 1 ||
      sweeps.every(
        (other) =>
          other.threadCount <= sweep.threadCount || !differOnlyIn(other, sweep, 'threadCount'),
      ),
  );
}
