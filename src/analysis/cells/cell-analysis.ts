import { pointOf } from '../../model/axes.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { callElementsOf } from '../../model/threading.js';
import { algorithmOf, algorithms, skeletonIdOf } from '../../softmax/algorithms.js';
import { floorBaselinesOf } from '../../softmax/floor.js';
import {
  busStreamsOf,
  rowTrafficOf,
  exactBytes,
  type RowRegime,
} from '../../softmax/row-traffic.js';
import { streamsOf, trafficOfCall } from '../../softmax/traffic.js';
import { minimumIntervalCount } from '../../statistics/median-interval.js';
import { medianAbsoluteDeviation } from '../../statistics/median.js';
import {
  knownRatio,
  pairedRatio,
  scaledRatio,
  type KnownRatio,
} from '../../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian, summedRounds } from '../../statistics/rounded-samples.js';
import { lossesOf } from '../quality/disturbances.js';
import { notableThreadSpread, threadSpreadOf } from '../threads/thread-spread.js';
import type { CellFacts, CellFlag } from './cell-schema.js';
import type { MeasuredByImplementation } from './measured-sweeps.js';
import { placeIn, type PlacedSweep } from './placed-sweeps.js';
import { verdictOf } from './verdict-rule.js';

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
 * One cell of a group, compared with the baselines and its memory-only version. Flags that need the
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
  const threadSpread = threadSpreadOf(outcome);
  const rows = rowTrafficOf(algorithm, cell, sweep.caches.boundaries);
  const regime = rows?.regime ?? null;
  const { usefulBytes, passBytes, busBytes: oneRowBytes } = trafficOfCall(algorithm, cell);
  const busBytes = rows === null ? oneRowBytes : exactBytes(rows.busBytes);
  const skeleton = measured.get(skeletonIdOf(cell.implementation));
  const place = placeIn(sweep, cell.problem);
  const expected = Object.assign(
    predictions(outcome, measured.get('copy'), regime),
    floorOf(outcome, measured, regime),
  );
  // Takes half the time of spreading, and exports of many results wait for it.
  return Object.assign(pointOf(cell), place, expected, {
    id: cell.id,
    kind: algorithm.kind,
    sampleCount: durationsNs.length,
    batchCount,
    medianNs,
    madNs: medianAbsoluteDeviation(durationsNs, medianNs),
    ci95Ns: sampleInterval(outcome),
    nsPerElement: medianNs / callElementsOf(cell),
    usefulBytesPerSecond: (usefulBytes / medianNs) * 1e9,
    passBytesPerSecond: (passBytes / medianNs) * 1e9,
    busBytesPerSecond: busBytes === null ? null : (busBytes / medianNs) * 1e9,
    memcpyFraction: memcpyFraction(outcome, measured),
    skeletonNs: skeleton === undefined ? null : sampleMedian(skeleton),
    skeletonFraction: skeleton === undefined ? null : knownRatio(pairedRatio(skeleton, outcome)),
    ...(rows === null ? {} : { rows }),
    threadSpread,
    flags: flagsOf(outcome, threadSpread),
  });
}

function memcpyFraction(
  outcome: MeasuredOutcome,
  measured: MeasuredByImplementation,
): KnownRatio | null {
  const memcpy = measured.get('libc-memcpy');
  const fraction = memcpy === undefined ? null : knownRatio(pairedRatio(memcpy, outcome));
  const { passBytes } = streamsOf(algorithmOf(outcome.cell.implementation));
  return (
    fraction && scaledRatio(fraction, passBytes / streamsOf(algorithmOf('libc-memcpy')).passBytes)
  );
}

/** The baselines of the passes in the same group, one after the other. */
function floorOf(
  outcome: MeasuredOutcome,
  measured: MeasuredByImplementation,
  regime: RowRegime | null,
): Pick<CellFacts, 'floorNs' | 'floorFraction' | 'verdict'> {
  const ids = floorBaselinesOf(algorithmOf(outcome.cell.implementation), regime);
  const baselines = ids.flatMap((id) => measured.get(id) ?? []);
  if (ids.length === 0 || baselines.length < ids.length) {
    return { floorNs: null, floorFraction: null, verdict: null };
  }
  const floorFraction = knownRatio(pairedRatio(summedRounds(baselines), outcome));
  return {
    floorNs: floorNsOf(outcome, measured, regime),
    floorFraction,
    verdict: floorFraction && verdictOf(floorFraction),
  };
}

/** The median times of the baselines of its passes, added; null when one is missing. */
export function floorNsOf(
  { cell }: MeasuredOutcome,
  measured: MeasuredByImplementation,
  regime: RowRegime | null,
): number | null {
  const ids = floorBaselinesOf(algorithmOf(cell.implementation), regime);
  const baselines = ids.flatMap((id) => measured.get(id) ?? []);
  if (ids.length === 0 || baselines.length < ids.length) return null;
  return baselines.reduce((sum, baseline) => sum + sampleMedian(baseline), 0);
}

/** Time in proportion to bytes, from that of copy: the paper's model (section 3) and ours. */
function predictions(
  outcome: MeasuredOutcome,
  copy: MeasuredOutcome | undefined,
  regime: RowRegime | null,
): Pick<
  CellFacts,
  'predictedByPassBytesNs' | 'predictedByBusBytesNs' | 'overPassPrediction' | 'overBusPrediction'
> {
  const copyNs = copy === undefined ? null : sampleMedian(copy);
  const overCopy = copy === undefined ? null : knownRatio(pairedRatio(outcome, copy));
  const own = streamsOf(algorithmOf(outcome.cell.implementation));
  const copied = streamsOf(algorithmOf('copy'));
  const passMultiple = own.passBytes / copied.passBytes;
  const ownBus = exactBytes(busStreamsOf(algorithmOf(outcome.cell.implementation), regime));
  const busMultiple = ownBus === null || copied.busBytes === null ? null : ownBus / copied.busBytes;
  const over = (multiple: number | null): KnownRatio | null =>
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
  threadSpread: number | null,
): readonly CellFlag[] {
  const losses = lossesOf(noise);
  const flags: readonly (readonly [CellFlag, boolean])[] = [
    ['few-samples', new Set(rounds).size < minimumIntervalCount],
    ['interrupted', stopReason === 'interrupted'],
    ['stolen-time', losses['steal time']],
    ['page-faults', losses['page faults']],
    ['context-switches', losses['context switches']],
    ['uneven-threads', threadSpread !== null && threadSpread > notableThreadSpread],
  ];
  return flags.flatMap(([flag, applies]) => (applies ? [flag] : []));
}
