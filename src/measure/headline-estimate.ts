import { isSameSweep } from '../model/axes.js';
import { studyOf } from '../softmax/studies.js';
import { knownRatio, pairedRatio, type KnownRatio } from '../statistics/paired-ratio.js';
import type { SampledCell } from './precision.js';

/** What is known of the answer while the run measures. */
export interface HeadlineEstimate {
  /** The headline of a study, and the best of its rivals. */
  readonly implementation: string;
  readonly over: string;
  readonly gain: KnownRatio;
}

/**
 * The gain of the headline over its best rival, the one over which it is least; null before there are enough rounds for an
 * interval, and for cells without a study.
 * @param cells of one problem, each with a sample; of several groups the first with a headline counts.
 */
export function headlineEstimate(cells: readonly SampledCell[]): HeadlineEstimate | null {
  const newer = cells.find(({ cell }) => studyOf(cell.operation)?.headline === cell.implementation);
  if (newer === undefined) return null;
  const { implementation, operation } = newer.cell;
  const gains = cells
    .filter(
      ({ cell }) =>
        isSameSweep(cell, newer.cell) && studyOf(operation)!.rivals.includes(cell.implementation),
    )
    .flatMap(({ cell, samples }) => {
      const gain = knownRatio(pairedRatio(samples, newer.samples));
      return gain === null ? [] : [{ implementation, over: cell.implementation, gain }];
    });
  return gains.toSorted((a, b) => a.gain.ratio - b.gain.ratio)[0] ?? null;
}
