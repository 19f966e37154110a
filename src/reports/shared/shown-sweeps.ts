import type { Analysis } from '../../analysis/analysis.js';
import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import { sweepAxes } from '../../model/axes.js';
import { matching } from '../../model/matching.js';

const otherAxes = sweepAxes.filter((name) => name !== 'threadCount');

/** More tables nobody reads; exports have all sweeps. */
const mostShown = 200;

/** The first of the sweeps with tables of their own. */
export function shownSweeps(analysis: Pick<Analysis, 'sweeps'>): readonly SweepFacts[] {
  return tabledSweeps(analysis).slice(0, mostShown);
}

/** One sentence on the sweeps that have no tables for want of room; mostly empty. */
export function hiddenSweepsNote(analysis: Pick<Analysis, 'sweeps'>): string {
  const hidden = tabledSweeps(analysis).length - mostShown;
  return hidden > 0
    ? `${hidden} more sweeps have no tables here: softmax-bench export has all.`
    : '';
}

/** Of one thread, and of the most threads. Other counts are in the tables of threads. */
function tabledSweeps({ sweeps }: Pick<Analysis, 'sweeps'>): readonly SweepFacts[] {
  return sweeps.filter(
    (sweep) =>
      sweep.threadCount === 1 ||
      matching(sweeps, sweep, otherAxes).every(
        ({ threadCount }) => threadCount <= sweep.threadCount,
      ),
  );
}
