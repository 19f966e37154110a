import type { CellOutcome } from '../measure/outcome.js';
import { algorithmOf, skeletonIdOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { pairedRatio, type PairedRatio } from './paired-ratio.js';
import { median } from './statistics.js';

/** A cell with its samples. */
export type MeasuredOutcome = Extract<CellOutcome, { status: 'measured' }>;

/** Measured cells that differ in nothing but the algorithm, by algorithm id. */
export type MeasuredByAlgorithm = ReadonlyMap<string, MeasuredOutcome>;

/** What one algorithm did at one size: medians over all samples, ratios paired within rounds. */
export interface AlgorithmSummary {
  readonly algorithm: string;
  readonly sampleCount: number;
  /** Median over the samples, of one call. */
  readonly durationNs: number;
  readonly nsPerElement: number;
  /** Byte counts of `softmax/traffic.ts` over the median duration. */
  readonly usefulBytesPerSecond: number;
  readonly passBytesPerSecond: number;
  /** Null when the C library chooses the kind of store. */
  readonly busBytesPerSecond: number | null;
  /** Time over that of `copy`; null when copy was not measured in the same rounds. */
  readonly timeOverCopy: PairedRatio | null;
  /** Time over that of the algorithm's own skeleton; null when that was not measured. */
  readonly timeOverSkeleton: PairedRatio | null;
}

/** Summary of one of `measured`, set against its yardsticks among the others. */
export function summarizeAlgorithm(
  outcome: MeasuredOutcome,
  measured: MeasuredByAlgorithm,
): AlgorithmSummary {
  const { algorithm, elementCount } = outcome.cell;
  const traffic = trafficOf(algorithmOf(algorithm), elementCount);
  const durationNs = median(outcome.durationsNs);
  const perSecond = 1e9 / durationNs;
  const timeOver = (otherId: string): PairedRatio | null => {
    const other = measured.get(otherId);
    return other === undefined ? null : pairedRatio(outcome, other);
  };
  return {
    algorithm,
    sampleCount: outcome.durationsNs.length,
    durationNs,
    nsPerElement: durationNs / elementCount,
    usefulBytesPerSecond: traffic.usefulBytes * perSecond,
    passBytesPerSecond: traffic.passBytes * perSecond,
    busBytesPerSecond: traffic.busBytes === null ? null : traffic.busBytes * perSecond,
    timeOverCopy: timeOver('copy'),
    timeOverSkeleton: timeOver(skeletonIdOf(algorithm)),
  };
}
