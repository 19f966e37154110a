import type { Analysis } from '../../analysis/analysis.js';
import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import { sweepAxes } from '../../model/axes.js';
import { matching } from '../../model/matching.js';

const otherAxes = sweepAxes.filter((name) => name !== 'threadCount');

/** The sweeps with tables of their own: of one thread, and of the most threads. Other counts are in those of threads. */
export function shownSweeps({ sweeps }: Pick<Analysis, 'sweeps'>): readonly SweepFacts[] {
  return sweeps.filter(
    (sweep) =>
      sweep.threadCount === 1 ||
      matching(sweeps, sweep, otherAxes).every(
        ({ threadCount }) => threadCount <= sweep.threadCount,
      ),
  );
}
