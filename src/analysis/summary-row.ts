import type { Machine } from '../machine/machine.js';
import { algorithmOf, algorithms } from '../softmax/algorithms.js';
import { footprintBytes } from '../softmax/traffic.js';
import {
  summarizeAlgorithm,
  type AlgorithmSummary,
  type MeasuredOutcome,
} from './algorithm-summary.js';
import { cacheLevelOf, type CacheLevel } from './cache-level.js';
import { twoPassGain, type TwoPassGain } from './two-pass-gain.js';

/** One size with one target and cache state. */
export interface SummaryRow {
  readonly elementCount: number;
  /** Of x and y together. */
  readonly footprintBytes: number;
  readonly cacheLevel: CacheLevel;
  /** In the order of `softmax/algorithms.ts`; only what was measured. */
  readonly algorithms: readonly AlgorithmSummary[];
  readonly twoPassGain: TwoPassGain | null;
}

/** Summary of the outcomes of one size, which differ in nothing but the algorithm. */
export function summarizeRow(
  elementCount: number,
  outcomes: readonly MeasuredOutcome[],
  machine: Machine,
): SummaryRow {
  const measured = new Map(outcomes.map((outcome) => [outcome.cell.algorithm, outcome]));
  const bytes = footprintBytes(algorithmOf('copy'), elementCount);
  return {
    elementCount,
    footprintBytes: bytes,
    cacheLevel: cacheLevelOf(bytes, machine),
    algorithms: algorithms.flatMap(({ id }) => {
      const outcome = measured.get(id);
      return outcome === undefined ? [] : [summarizeAlgorithm(outcome, measured)];
    }),
    twoPassGain: twoPassGain(measured),
  };
}
