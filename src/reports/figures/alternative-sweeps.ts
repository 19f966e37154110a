import type { Analysis } from '../../analysis/analysis.js';
import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import { differOnlyIn, isSameSweep } from '../../model/axes.js';
import { cellsIn } from '../shared/sweep-name.js';

/** With each of them the page has another set of pictures. */
const mostAlternatives = 5;

/** The sweeps that differ from the subject in target and cache state only, if they have algorithms at several sizes. */
export function alternativeSweeps(analysis: Analysis): readonly SweepFacts[] {
  const { subject, sweeps } = analysis;
  if (subject === null) return [];
  return sweeps
    .filter(
      (sweep) =>
        !isSameSweep(sweep, subject) &&
        differOnlyIn(sweep, subject, 'target', 'cacheState') &&
        sweep.problems.length > 1 &&
        cellsIn(analysis, sweep).some(({ kind }) => kind === 'algorithm'),
    )
    .slice(0, mostAlternatives);
}
