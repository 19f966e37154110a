import { agreeIn, axisKey, compareByAxes, pickAxes } from '../../model/axes.js';
import { isOwn } from '../../model/cell.js';
import type { DeclaredPass, External } from '../../model/external.js';
import { groupBy } from '../../model/group-by.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import type { ResultDocument } from '../../model/result.js';
import { callElementsOf } from '../../model/threading.js';
import type { Target } from '../../model/vocabulary.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import type { Study } from '../../softmax/studies.js';
import { rowRegimeOf } from '../../softmax/row-traffic.js';
import { streamsOf } from '../../softmax/traffic.js';
import { classify, pairedRatio } from '../../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian } from '../../statistics/rounded-samples.js';
import { floorNsOf } from '../cells/cell-analysis.js';
import { groupAt, type MeasuredByImplementation } from '../cells/measured-sweeps.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import { floorRatioAt } from '../quality/aa-noise.js';
import type { FloorRatio } from '../quality/quality-schema.js';
import { comparedSweepAxes, measuredExternals } from './external-sweeps.js';
import type { ExternalGain, ExternalComparison, ExternalResult } from './external-schema.js';

/** An implementation of this tool at the point of a group. */
interface OwnOutcome {
  readonly outcome: MeasuredOutcome;
  readonly target: Target;
  readonly sweep: PlacedSweep;
  readonly measured: MeasuredByImplementation;
  readonly medianNs: number;
}

/** What external cells share that are compared with each other and with those of this tool. */
const comparedAxes = ['problem', ...comparedSweepAxes] as const;

/**
 * The external implementations of the study's operation against those of this tool, at every point at which both were
 * measured; in the order of the axes.
 * @param sweeps of this tool's implementations.
 */
export function externalComparisonsOf(
  study: Study,
  document: ResultDocument,
  sweeps: readonly PlacedSweep[],
  floors: readonly FloorRatio[],
): readonly ExternalComparison[] {
  const externals = measuredExternals(document).filter(
    ({ cell }) => cell.operation === study.operation,
  );
  const groups = [...groupBy(externals, ({ cell }) => axisKey(cell, comparedAxes)).values()];
  return groups
    .flatMap((outcomes) => comparisonAt(study, document, outcomes, sweeps, floors) ?? [])
    .sort((a, b) => compareByAxes(a, b, comparedAxes));
}

function comparisonAt(
  study: Study,
  { plan }: ResultDocument,
  outcomes: readonly MeasuredOutcome[],
  sweeps: readonly PlacedSweep[],
  floors: readonly FloorRatio[],
): ExternalComparison | null {
  const { cell } = outcomes[0]!;
  const own = ownOutcomes(study, outcomes[0]!, sweeps);
  const [best] = own;
  if (best === undefined) return null;
  const place = placeIn(best.sweep, cell.problem);
  const floorRatio = floorRatioAt({ ...best.outcome.cell, ...place }, floors);
  const elements = callElementsOf(cell);
  const floorsNs = own.flatMap(({ outcome, measured, sweep }) => {
    const algorithm = algorithmOf(outcome.cell.implementation);
    const regime = rowRegimeOf(algorithm, outcome.cell, sweep.caches.boundaries);
    return floorNsOf(outcome, measured, regime) ?? [];
  });
  const rows = outcomes.flatMap((outcome) => {
    const external = (plan.externals ?? []).find(({ id }) => id === outcome.cell.implementation);
    return external === undefined
      ? []
      : (rowOf(outcome, external, own, floorRatio, place.isOutOfCache) ?? []);
  });
  if (rows.length === 0) return null;
  return {
    ...pickAxes(cell, ['operation', 'profile', ...comparedAxes]),
    ...place,
    best: {
      implementation: best.outcome.cell.implementation,
      target: best.target,
      nsPerElement: best.medianNs / elements,
    },
    floorNsPerElement: floorsNs.length === 0 ? null : Math.min(...floorsNs) / elements,
    rows: rows.toSorted((a, b) => a.medianNs - b.medianNs),
  };
}

/** Those of the study at the point of an external cell, the fastest first. */
function ownOutcomes(
  study: Study,
  { cell }: MeasuredOutcome,
  sweeps: readonly PlacedSweep[],
): readonly OwnOutcome[] {
  return sweeps
    .filter((sweep) => agreeIn(sweep, cell, comparedSweepAxes))
    .flatMap((sweep) => {
      const measured = groupAt(sweep, cell.problem)?.measured;
      return [...(measured ?? [])].flatMap(([id, outcome]): readonly OwnOutcome[] => {
        const { operation, controlOf } = algorithmOf(id);
        if (operation !== study.operation || controlOf !== null || !isOwn(sweep)) return [];
        const { target } = sweep;
        return [{ outcome, target, sweep, measured: measured!, medianNs: sampleMedian(outcome) }];
      });
    })
    .sort((a, b) => a.medianNs - b.medianNs);
}

function rowOf(
  outcome: MeasuredOutcome,
  external: External,
  own: readonly OwnOutcome[],
  floorRatio: number,
  isOutOfCache: boolean,
): ExternalResult | null {
  const gains = own.flatMap((candidate) => gainOf(outcome, candidate, floorRatio) ?? []);
  if (gains.length === 0) return null;
  const { kind, title, version, memory, remark, operations } = external;
  const medianNs = sampleMedian(outcome);
  const { cell } = outcome;
  const passes = operations.find(({ operation }) => operation === cell.operation)?.passes ?? null;
  const copy = own[0]!.measured.get('copy');
  return {
    implementation: cell.implementation,
    kind,
    title,
    version,
    memory,
    remark,
    sampleCount: outcome.durationsNs.length,
    medianNs,
    ci95Ns: sampleInterval(outcome),
    nsPerElement: medianNs / callElementsOf(cell),
    verification: outcome.verification,
    declaredPassStreams: passes && streamCountOf(passes),
    declaredBusStreams: passes && streamCountOf(passes) + allocatedStreamsOf(passes),
    impliedBusStreams:
      !isOutOfCache || copy === undefined ? null : impliedStreams(medianNs, sampleMedian(copy)),
    gains,
  };
}

function gainOf(
  outcome: MeasuredOutcome,
  { outcome: own, target }: OwnOutcome,
  floorRatio: number,
): ExternalGain | null {
  const ratio = pairedRatio(outcome, own);
  if (ratio === null) return null;
  const { interval } = ratio;
  return {
    implementation: own.cell.implementation,
    target,
    ...ratio,
    classification: interval && classify(interval, floorRatio),
  };
}

function streamCountOf(passes: readonly DeclaredPass[]): number {
  return passes.reduce((sum, { reads, writes }) => sum + reads.length + writes.length, 0);
}

/** An ordinary store reads the line first, unless the pass has read it. */
function allocatedStreamsOf(passes: readonly DeclaredPass[]): number {
  const ordinary = passes.filter(({ store }) => store !== 'non-temporal');
  return ordinary.reduce(
    (sum, { reads, writes }) => sum + writes.filter((stream) => !reads.includes(stream)).length,
    0,
  );
}

function impliedStreams(medianNs: number, copyNs: number): number {
  return (streamsOf(algorithmOf('copy')).busBytes! * medianNs) / copyNs;
}
