import { pointOf } from '../../model/axes.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { algorithmOf, algorithms, skeletonIdOf } from '../../softmax/algorithms.js';
import { streamsOf, trafficOf } from '../../softmax/traffic.js';
import { minimumIntervalCount } from '../../statistics/median-interval.js';
import { medianAbsoluteDeviation } from '../../statistics/median.js';
import { pairedRatio, scaledRatio, type PairedRatio } from '../../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian } from '../../statistics/rounded-samples.js';
import { lossesOf } from '../quality/disturbances.js';
import type { CellFacts, CellFlag } from './cell-schema.js';
import type { MeasuredByImplementation } from './measured-sweeps.js';
import { placeIn, type PlacedSweep } from './placed-sweeps.js';
import { isVerdictUncertain, verdictOfFraction } from './verdict-rule.js';

/** The cells of a sweep by problem, then in the order of `algorithms`; A/A controls are left out. */
export function cellsOf(sweep: PlacedSweep): readonly CellFacts[] {
  return sweep.groups.flatMap(({ measured }) =>
    algorithms.flatMap(({ id }) => {
      const outcome = measured.get(id);
      return outcome === undefined ? [] : [analyzeCell(outcome, measured, sweep)];
    }),
  );
}

/**
 * One cell of a group, compared with copy, libc-memcpy and its memory-only version. Flags that need the
 * whole run are added by `impossible.ts`.
 */
function analyzeCell(
  outcome: MeasuredOutcome,
  measured: MeasuredByImplementation,
  sweep: PlacedSweep,
): CellFacts {
  const { cell, durationsNs, batchCount } = outcome;
  const algorithm = algorithmOf(cell.implementation);
  const medianNs = sampleMedian(outcome);
  const { usefulBytes, passBytes, busBytes } = trafficOf(algorithm, cell.problem);
  const skeleton = measured.get(skeletonIdOf(cell.implementation));
  const skeletonFraction = skeleton === undefined ? null : pairedRatio(skeleton, outcome);
  const place = placeIn(sweep, cell.problem);
  const predicted = predictions(outcome, measured.get('copy'));
  // Takes half the time of spreading, and exports of many results wait for it.
  return Object.assign(pointOf(cell), place, predicted, {
    id: cell.id,
    kind: algorithm.kind,
    sampleCount: durationsNs.length,
    batchCount,
    medianNs,
    madNs: medianAbsoluteDeviation(durationsNs, medianNs),
    ci95Ns: sampleInterval(outcome),
    nsPerElement: medianNs / elementsOf(cell.problem),
    usefulBytesPerSecond: (usefulBytes / medianNs) * 1e9,
    passBytesPerSecond: (passBytes / medianNs) * 1e9,
    busBytesPerSecond: busBytes === null ? null : (busBytes / medianNs) * 1e9,
    memcpyFraction: memcpyFraction(passBytes / medianNs, cell.problem, measured),
    skeletonNs: skeleton === undefined ? null : sampleMedian(skeleton),
    skeletonFraction,
    verdict: skeletonFraction && verdictOfFraction(skeletonFraction.ratio),
    flags: flagsOf(outcome, skeletonFraction),
  });
}

function memcpyFraction(
  passBytesPerNs: number,
  problem: Problem,
  measured: MeasuredByImplementation,
): number | null {
  const memcpy = measured.get('libc-memcpy');
  if (memcpy === undefined) return null;
  const { passBytes } = trafficOf(algorithmOf('libc-memcpy'), problem);
  return passBytesPerNs / (passBytes / sampleMedian(memcpy));
}

/** Time in proportion to bytes, from that of copy: the paper's model (section 3) and ours. */
function predictions(
  outcome: MeasuredOutcome,
  copy: MeasuredOutcome | undefined,
): Pick<
  CellFacts,
  'predictedByPassBytesNs' | 'predictedByBusBytesNs' | 'overPassPrediction' | 'overBusPrediction'
> {
  const copyNs = copy === undefined ? null : sampleMedian(copy);
  const overCopy = copy === undefined ? null : pairedRatio(outcome, copy);
  const own = streamsOf(algorithmOf(outcome.cell.implementation));
  const copied = streamsOf(algorithmOf('copy'));
  const passMultiple = own.passBytes / copied.passBytes;
  const busMultiple =
    own.busBytes === null || copied.busBytes === null ? null : own.busBytes / copied.busBytes;
  const over = (multiple: number | null): PairedRatio | null =>
    overCopy === null || multiple === null ? null : scaledRatio(overCopy, 1 / multiple);
  return {
    predictedByPassBytesNs: copyNs && copyNs * passMultiple,
    predictedByBusBytesNs: copyNs && busMultiple && copyNs * busMultiple,
    overPassPrediction: over(passMultiple),
    overBusPrediction: over(busMultiple),
  };
}

/** What the outcome itself says against its figures. */
function flagsOf(
  { stopReason, noise, rounds }: MeasuredOutcome,
  skeletonFraction: PairedRatio | null,
): readonly CellFlag[] {
  const losses = lossesOf(noise);
  const flags: readonly (readonly [CellFlag, boolean])[] = [
    ['few-samples', new Set(rounds).size < minimumIntervalCount],
    ['interrupted', stopReason === 'interrupted'],
    ['stolen-time', losses['steal time']],
    ['page-faults', losses['page faults']],
    ['context-switches', losses['context switches']],
    ['verdict-uncertain', skeletonFraction !== null && isVerdictUncertain(skeletonFraction)],
  ];
  return flags.flatMap(([flag, applies]) => (applies ? [flag] : []));
}
