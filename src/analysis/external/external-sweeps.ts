import { agreeIn, sweepAxes } from '../../model/axes.js';
import { isOwn } from '../../model/cell.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import type { ResultDocument } from '../../model/result.js';
import { measuredSweeps } from '../cells/measured-sweeps.js';
import type { PlacedSweep } from '../cells/placed-sweeps.js';

/** What sweeps of external implementations share with those of this tool, on any target and with any variants. */
export const comparedSweepAxes = sweepAxes.filter(
  (name) => name !== 'target' && name !== 'profile',
);

/** What was measured of external implementations. */
export function measuredExternals({ outcomes }: ResultDocument): readonly MeasuredOutcome[] {
  return outcomes.filter(
    (outcome): outcome is MeasuredOutcome => outcome.status === 'measured' && !isOwn(outcome.cell),
  );
}

/**
 * The sweeps of external implementations, with the caches of the first sweep of this tool that differs in the target
 * or the variants alone; none without such a sweep.
 * @param own the sweeps of this tool.
 */
export function externalSweeps(
  document: ResultDocument,
  own: readonly PlacedSweep[],
): readonly PlacedSweep[] {
  return measuredSweeps(measuredExternals(document)).flatMap((sweep) => {
    const beside = own.find((other) => agreeIn(other, sweep, comparedSweepAxes));
    return beside === undefined ? [] : [{ ...sweep, caches: beside.caches }];
  });
}
