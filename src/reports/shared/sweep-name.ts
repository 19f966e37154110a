import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { agreeIn, axisTexts, isSameSweep, sweepAxes, type Sweep } from '../../model/axes.js';
import { matching } from '../../model/matching.js';

/** Whether something belongs to the sweep. */
export function isIn(sweep: Sweep): (other: Sweep) => boolean {
  return (other) => isSameSweep(other, sweep);
}

/** The measured cells of the sweep. */
export function cellsIn({ cells }: Analysis, sweep: Sweep): readonly CellAnalysis[] {
  return matching(cells, sweep, sweepAxes);
}

/**
 * The target of the sweep, and its values on the axes in which `sweeps` differ: `avx512`, or
 * `avx512, cold output, huge pages`.
 */
export function sweepName(sweep: Sweep, sweeps: readonly Sweep[]): string {
  let varying = varyingAxes.get(sweeps);
  if (varying === undefined) {
    varying = sweepAxes.filter((name) => sweeps.some((other) => differ(other, sweeps[0]!, name)));
    varyingAxes.set(sweeps, varying);
  }
  const known = varying;
  const names = sweepAxes.filter(
    (name) =>
      name === 'target' ||
      known.includes(name) ||
      (sweeps.length > 0 && differ(sweep, sweeps[0]!, name)),
  );
  return axisTexts(sweep, names).join(', ');
}

/** Of lists of sweeps the axes in which these differ: a report names each sweep of thousands. */
const varyingAxes = new WeakMap<readonly Sweep[], readonly (keyof Sweep)[]>();

function differ(a: Sweep, b: Sweep, name: keyof Sweep): boolean {
  return !agreeIn(a, b, [name]);
}
