import { algorithmOf, skeletonIdOf, type Algorithm } from '../../softmax/algorithms.js';
import { footprintBytes, trafficOf } from '../../softmax/traffic.js';
import type { MeasuredByAlgorithm, MeasuredOutcome } from './measured.js';
import type { CacheBoundary, CellAnalysis, CellFacts, Ratio } from '../analysis.js';
import { disturbanceFlags } from './cell-flags.js';
import { medianAbsoluteDeviation } from '../../statistics/median.js';
import { intervalNsOf, medianNsOf } from './outcome-summary.js';
import { pairedCenter, pairedRatio, scaledRatio } from '../../statistics/paired-ratio.js';
import { isFarOutOfCache, placeOf } from '../../model/regions.js';
import { isVerdictUncertain, verdictOfFraction } from '../study/verdict-rule.js';

/**
 * One of the cells of a size, set against copy, libc-memcpy and its skeleton among the others. Flags
 * that need the whole run are added by `impossible.ts`.
 */
export function analyzeCell(
  outcome: MeasuredOutcome,
  measured: MeasuredByAlgorithm,
  boundaries: readonly CacheBoundary[],
): CellFacts {
  const { cell, durationsNs } = outcome;
  const algorithm = algorithmOf(cell.algorithm);
  const medianNs = medianNsOf(outcome);
  const { usefulBytes, passBytes, busBytes } = trafficOf(algorithm, cell.elementCount);
  const bytes = footprintBytes(algorithmOf('copy'), cell.elementCount);
  const skeleton = measured.get(skeletonIdOf(cell.algorithm));
  const skeletonFraction = skeleton === undefined ? null : pairedRatio(skeleton, outcome);
  const flags = [...disturbanceFlags(outcome)];
  if (skeletonFraction !== null && isVerdictUncertain(skeletonFraction)) {
    flags.push('verdict-uncertain');
  }
  const place = placeOf(bytes, boundaries);
  const predicted = predictions(outcome, measured);
  // Field by field: V8 takes ten times as long to spread into an object of this size.
  return {
    target: cell.target,
    cacheState: cell.cacheState,
    threadCount: cell.threadCount,
    id: cell.id,
    algorithm: cell.algorithm,
    kind: kindOf(algorithm),
    elementCount: cell.elementCount,
    footprintBytes: bytes,
    region: place.region,
    isTransition: place.isTransition,
    isOutOfCache: isFarOutOfCache(cell.elementCount, boundaries.at(-1)!.capacityBytes),
    sampleCount: durationsNs.length,
    batchCount: outcome.batchCount,
    medianNs,
    madNs: medianAbsoluteDeviation(durationsNs, medianNs),
    ci95Ns: intervalNsOf(outcome),
    nsPerElement: medianNs / cell.elementCount,
    usefulBytesPerSecond: (usefulBytes / medianNs) * 1e9,
    passBytesPerSecond: (passBytes / medianNs) * 1e9,
    busBytesPerSecond: busBytes === null ? null : (busBytes / medianNs) * 1e9,
    memcpyFraction: memcpyFraction(passBytes / medianNs, cell.elementCount, measured),
    predictedByPassBytesNs: predicted.predictedByPassBytesNs,
    predictedByBusBytesNs: predicted.predictedByBusBytesNs,
    overPassPrediction: predicted.overPassPrediction,
    overBusPrediction: predicted.overBusPrediction,
    skeletonNs: skeleton === undefined ? null : medianNsOf(skeleton),
    skeletonFraction,
    verdict: skeletonFraction === null ? null : verdictOfFraction(skeletonFraction.ratio),
    flags,
  };
}

/** What an algorithm is, for reports that show some kinds only. */
function kindOf({ computes, skeletonOf }: Algorithm): CellFacts['kind'] {
  if (computes === 'softmax') return 'softmax';
  return skeletonOf === null ? 'baseline' : 'skeleton';
}

function memcpyFraction(
  passBytesPerNs: number,
  elementCount: number,
  measured: MeasuredByAlgorithm,
): number | null {
  const memcpy = measured.get('libc-memcpy');
  if (memcpy === undefined) return null;
  const { passBytes } = trafficOf(algorithmOf('libc-memcpy'), elementCount);
  return passBytesPerNs / (passBytes / medianNsOf(memcpy));
}

type Predictions = Pick<
  CellFacts,
  'predictedByPassBytesNs' | 'predictedByBusBytesNs' | 'overPassPrediction' | 'overBusPrediction'
>;

/** Time in proportion to bytes, from that of copy: the paper's model (section 3) and ours. */
function predictions(outcome: MeasuredOutcome, measured: MeasuredByAlgorithm): Predictions {
  const copy = measured.get('copy');
  const overCopy = copy === undefined ? null : pairedCenter(outcome, copy);
  const { ofPassBytes, ofBusBytes } = copyMultiples(outcome);
  const predictedNs = (multiple: number | null): number | null =>
    copy === undefined || multiple === null ? null : medianNsOf(copy) * multiple;
  const over = (multiple: number | null): { ratio: number } | null =>
    overCopy === null || multiple === null ? null : { ratio: overCopy * (1 / multiple) };
  return {
    predictedByPassBytesNs: predictedNs(ofPassBytes),
    predictedByBusBytesNs: predictedNs(ofBusBytes),
    overPassPrediction: over(ofPassBytes),
    overBusPrediction: over(ofBusBytes),
  };
}

/** How far the time of a cell is from its predictions, with intervals. */
export function overPredictions(
  outcome: MeasuredOutcome,
  measured: MeasuredByAlgorithm,
): Pick<CellAnalysis, 'overPassPrediction' | 'overBusPrediction'> {
  const copy = measured.get('copy');
  const overCopy = copy === undefined ? null : pairedRatio(outcome, copy);
  const { ofPassBytes, ofBusBytes } = copyMultiples(outcome);
  const over = (multiple: number | null): Ratio | null =>
    overCopy === null || multiple === null ? null : scaledRatio(overCopy, 1 / multiple);
  return { overPassPrediction: over(ofPassBytes), overBusPrediction: over(ofBusBytes) };
}

/** Bytes of an algorithm over those of copy; bus bytes are null where those of either are unknown. */
function copyMultiples({ cell }: MeasuredOutcome): {
  ofPassBytes: number;
  ofBusBytes: number | null;
} {
  const own = trafficOf(algorithmOf(cell.algorithm), 1);
  const copied = trafficOf(algorithmOf('copy'), 1);
  return {
    ofPassBytes: own.passBytes / copied.passBytes,
    ofBusBytes:
      own.busBytes === null || copied.busBytes === null ? null : own.busBytes / copied.busBytes,
  };
}
