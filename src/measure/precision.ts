import type { RunConfig } from '../model/run-config.js';
import { footprintBytes } from '../softmax/traffic.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { isThreePass } from '../softmax/three-pass.js';
import type { Interval } from '../statistics/median-interval.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import {
  sampleInterval,
  sampleMedian,
  type RoundedSamples,
} from '../statistics/rounded-samples.js';
import type { Cell } from '../model/cell.js';

/** A cell with what was sampled of it. */
export interface SampledCell {
  readonly cell: Cell;
  readonly samples: RoundedSamples;
}

/**
 * Half the width of the widest interval that reports quote of these cells, relative to what it is about: of
 * the medians, of the newer algorithms' speed over three-pass, and of what an algorithm and its twin
 * differ by. Infinity with too few rounds for an interval; 0 for no cells.
 * @param cells of one element count and cache state, each with a sample.
 */
export function widestHalfWidth(cells: readonly SampledCell[]): number {
  const medians = cells.map(({ samples }) => {
    const median = sampleMedian(samples);
    return relativeHalfWidth(sampleInterval(samples, median), median);
  });
  const ratios = cells.flatMap((older) =>
    cells
      .filter((newer) => isQuoted(older.cell, newer.cell))
      .map((newer) => {
        const paired = pairedRatio(older.samples, newer.samples);
        return paired === null ? Infinity : relativeHalfWidth(paired.interval, paired.ratio);
      }),
  );
  return Math.max(0, ...medians, ...ratios);
}

/** The half-width that is wanted for cells of that size, as a share. */
export function wantedHalfWidth(
  config: Pick<RunConfig, 'precisionPercent' | 'precisionPercentInCache'>,
  elementCount: number,
  lastLevelCacheBytes: number,
): number {
  const isInCache = footprintBytes(algorithmOf('copy'), elementCount) <= lastLevelCacheBytes;
  return (isInCache ? config.precisionPercentInCache : config.precisionPercent) / 100;
}

function isQuoted(older: Cell, newer: Cell): boolean {
  if (older.target !== newer.target || older.threadCount !== newer.threadCount) return false;
  const { computes, twinOf } = algorithmOf(newer.algorithm);
  if (twinOf !== null) return twinOf === older.algorithm;
  return isThreePass(older.algorithm) && !isThreePass(newer.algorithm) && computes === 'softmax';
}

function relativeHalfWidth(interval: Interval | null, center: number): number {
  return interval === null ? Infinity : (interval.high - interval.low) / 2 / center;
}
