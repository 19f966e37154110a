import { isSameSweep, type Sweep } from '../../model/axes.js';
import type { SweepFacts } from '../cells/cell-schema.js';

/**
 * The sweep that the answer is about: of those that match `wanted` the first that reached DRAM, else the
 * first; null when there is none. Sweeps begin with the fastest target.
 */
export function subjectOf(
  sweeps: readonly SweepFacts[],
  wanted: Partial<Sweep>,
): SweepFacts | null {
  const candidates = sweeps.filter((sweep) => isSameSweep(sweep, { ...sweep, ...wanted }));
  return (
    candidates.find(({ outOfCacheProblem }) => outOfCacheProblem !== null) ?? candidates[0] ?? null
  );
}
