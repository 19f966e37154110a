import { isSameSweep } from '../model/axes.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { Problem } from '../model/problem.js';
import { isOutOfCache } from '../model/region.js';
import type { RunConfig } from '../model/run-config.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { challengersOf, studyOf } from '../softmax/studies.js';
import { relativeHalfWidth, type Interval } from '../statistics/median-interval.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import { sampleInterval, type RoundedSamples } from '../statistics/rounded-samples.js';

/** A cell with what was sampled of it. */
export interface SampledCell {
  readonly cell: Cell;
  readonly samples: RoundedSamples;
}

/**
 * Half the width of the widest interval that reports quote of these cells, relative to its center: of
 * the medians, of the speed-ups over the rivals of a study, and of the A/A controls. Infinity with too
 * few rounds for an interval; 0 for no cells.
 * @param cells of one block, each with a sample.
 */
export function widestHalfWidth(cells: readonly SampledCell[]): number {
  const medians = cells.map(({ samples }) => halfWidth(sampleInterval(samples)));
  const ratios = cells.flatMap((base) =>
    cells
      .filter((other) => isQuoted(base.cell, other.cell))
      .map((other) => halfWidth(pairedRatio(base.samples, other.samples)?.interval)),
  );
  return Math.max(0, ...medians, ...ratios);
}

/** The target precision for a problem: the half-width of an interval, as a share. */
export function targetHalfWidth(
  config: Pick<RunConfig, 'precisionPercent' | 'precisionPercentInCache'>,
  problem: Problem,
  lastLevelCacheBytes: number,
): number {
  const percent = isOutOfCache(problem, lastLevelCacheBytes)
    ? config.precisionPercent
    : config.precisionPercentInCache;
  return percent / 100;
}

/** Whether reports quote the time of `base` over that of `other`. */
function isQuoted(base: Cell, other: Cell): boolean {
  if (!isSameSweep(base, other) || base.operation !== other.operation) return false;
  if (!isOwn(other)) return false;
  const { controlOf } = algorithmOf(other.implementation);
  if (controlOf !== null) return controlOf === base.implementation;
  const study = studyOf(other.operation);
  return (
    study !== undefined &&
    study.rivals.includes(base.implementation) &&
    challengersOf(study).includes(other.implementation)
  );
}

function halfWidth(interval: Interval | null | undefined): number {
  return interval ? relativeHalfWidth(interval) : Infinity;
}
