import { VarianceFit, type SampleVariance } from '../statistics/moderated-variance.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import { studentPoint } from '../statistics/student.js';
import type { ReducedSweep } from './compared-run.js';
import type { Quantity } from './series.js';

/**
 * Variance of the logarithm from process to process, which a 95% interval of a run was made from; NaN for fewer processes
 * than such an interval requires.
 */
export function processVarianceOf(low: number, high: number, processCount: number): number {
  if (processCount < minimumProcessCount) return Number.NaN;
  const standardError = Math.log(high / low) / 2 / studentPoint(processCount - 1);
  return processCount * standardError * standardError;
}

/** What these variances have in common among all points of a quantity in a sweep; each is found when first asked for. */
export function variancePriorsOf(
  sweep: ReducedSweep,
): (quantity: Quantity) => SampleVariance | null {
  const known = new Map<Quantity, SampleVariance | null>();
  return (quantity) => {
    let prior = known.get(quantity);
    if (prior === undefined) {
      prior = variancePriorOf(sweep, quantity);
      known.set(quantity, prior);
    }
    return prior;
  };
}

function variancePriorOf(
  { layout, lows, highs }: ReducedSweep,
  quantity: Quantity,
): SampleVariance | null {
  const fit = new VarianceFit();
  for (const { quantity: own, first, processCounts } of layout.series) {
    if (own !== quantity) continue;
    for (const [index, processCount] of processCounts.entries()) {
      const variance = processVarianceOf(lows[first + index]!, highs[first + index]!, processCount);
      fit.add(variance, processCount - 1);
    }
  }
  return fit.prior;
}
