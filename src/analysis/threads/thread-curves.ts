import { callElementsOf } from '../../model/threading.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { algorithmOf, algorithms, type Algorithm } from '../../softmax/algorithms.js';
import { floorBaselinesOf } from '../../softmax/floor.js';
import { trafficOfCall } from '../../softmax/traffic.js';
import { pairedRatio } from '../../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian } from '../../statistics/rounded-samples.js';
import type { MeasuredFamily, ThreadMember } from './families.js';
import { kneeFraction, saturationOf, workRatio, type MeasuredPoint } from './saturation.js';
import type { Saturation, ThreadCountFacts, ThreadCurve, ThreadPoint } from './thread-schema.js';

/** An implementation where it was measured. */
interface CurvePoint extends MeasuredPoint {
  readonly outcome: MeasuredOutcome;
  readonly facts: ThreadCountFacts;
  readonly nsPerElement: number;
}

/** Every implementation of a family but memory-only versions, in the order of the algorithms. */
export function curvesOf(
  family: MeasuredFamily,
  counts: readonly ThreadCountFacts[],
): readonly ThreadCurve[] {
  return algorithms.flatMap((algorithm): readonly ThreadCurve[] => {
    const { id, kind } = algorithm;
    if (kind === 'skeleton') return [];
    const points = pointsOf(algorithm, family.members, counts);
    if (points.length < 2) return [];
    const prediction = predictionOf(algorithm, points, family.members);
    return [
      {
        implementation: id,
        kind,
        points: points.map((point) => threadPointOf(point, points, prediction)),
        saturations: saturationsOf(points),
        prediction,
        smt: smtOf(points),
      },
    ];
  });
}

function pointsOf(
  algorithm: Algorithm,
  members: readonly ThreadMember[],
  counts: readonly ThreadCountFacts[],
): readonly CurvePoint[] {
  return members.flatMap(({ measured }, index): readonly CurvePoint[] => {
    const outcome = measured.get(algorithm.id);
    if (outcome === undefined) return [];
    const { cell } = outcome;
    const medianNs = sampleMedian(outcome);
    const elements = callElementsOf(cell);
    return [
      {
        outcome,
        samples: outcome,
        facts: counts[index]!,
        threadCount: cell.threadCount,
        elements,
        nsPerElement: medianNs / elements,
        passBytesPerSecond: (trafficOfCall(algorithm, cell).passBytes / medianNs) * 1e9,
      },
    ];
  });
}

function threadPointOf(
  point: CurvePoint,
  points: readonly CurvePoint[],
  prediction: ThreadCurve['prediction'],
): ThreadPoint {
  const { outcome, threadCount, nsPerElement, passBytesPerSecond, facts } = point;
  const { scaling, implementation } = outcome.cell;
  const medianNs = sampleMedian(outcome);
  const ci95Ns = sampleInterval(outcome);
  const ofTime = (ns: number): number => (passBytesPerSecond * medianNs) / ns;
  const mergesNs = (facts.barrierNs ?? Number.NaN) * algorithmOf(implementation).passes.length;
  return {
    threadCount,
    medianNs,
    nsPerElement,
    passBytesPerSecond,
    ci95BytesPerSecond: ci95Ns && { low: ofTime(ci95Ns.high), high: ofTime(ci95Ns.low) },
    speedup: speedupOf(point, points),
    predictedNsPerElement:
      prediction &&
      Math.max(prediction.oneThreadNsPerElement / threadCount, prediction.memoryNsPerElement),
    mergeShare: scaling === 'strong' && !Number.isNaN(mergesNs) ? mergesNs / medianNs : null,
  };
}

function speedupOf(point: CurvePoint, [first]: readonly CurvePoint[]): ThreadPoint['speedup'] {
  if (first!.threadCount !== 1) return null;
  const paired = pairedRatio(first!.samples, point.samples);
  if (paired === null) return null;
  const { ratio, interval, roundCount } = paired;
  const work = point.elements / first!.elements;
  return {
    ratio: ratio * work,
    interval: interval && {
      low: interval.low * work,
      high: interval.high * work,
    },
    roundCount,
  };
}

/**
 * After the ECM model (Hager, Treibig, Habich and Wellein 2016): threads divide the time of one thread until the
 * memory is full. What its bytes then take is measured with the baselines of its passes, at the thread count at which
 * these are fastest.
 */
function predictionOf(
  algorithm: Algorithm,
  points: readonly CurvePoint[],
  members: readonly ThreadMember[],
): ThreadCurve['prediction'] {
  const [first] = points;
  if (first!.threadCount !== 1) return null;
  const oneThreadNsPerElement = first!.nsPerElement;
  const floors = members.flatMap((member) => floorNsPerElement(algorithm, member));
  const isFromBaselines = floors.length > 0;
  const memoryNsPerElement = Math.min(
    ...(isFromBaselines ? floors : points.map(({ nsPerElement }) => nsPerElement)),
  );
  return {
    oneThreadNsPerElement,
    memoryNsPerElement,
    memoryFrom: isFromBaselines ? 'baselines' : 'own',
    threadCount: Math.ceil((kneeFraction * oneThreadNsPerElement) / memoryNsPerElement),
  };
}

/** Of the baselines of the passes, added; none where one is missing. */
function floorNsPerElement(algorithm: Algorithm, { measured }: ThreadMember): readonly number[] {
  const ids = floorBaselinesOf(algorithm);
  const baselines = ids.flatMap((id) => measured.get(id) ?? []);
  if (ids.length === 0 || baselines.length < ids.length) return [];
  const sumNs = baselines.reduce((sum, baseline) => sum + sampleMedian(baseline), 0);
  return [sumNs / callElementsOf(baselines[0]!.cell)];
}

/** Over all counts, and over those of one memory node where others take more. */
function saturationsOf(points: readonly CurvePoint[]): readonly Saturation[] {
  const inOneNode = points.filter(({ facts }) => facts.nodeCount === 1);
  const isSplit = points.some(({ facts }) => (facts.nodeCount ?? 1) > 1);
  return [
    ...(isSplit ? [saturationOf('one memory node', inOneNode)] : []),
    saturationOf('all', points),
  ].filter((saturation) => saturation !== null);
}

/** The largest count over the largest that has no two threads on a core. */
function smtOf(points: readonly CurvePoint[]): ThreadCurve['smt'] {
  const largest = points.at(-1)!;
  const { coreCount } = largest.facts;
  if (coreCount === null || coreCount >= largest.threadCount) return null;
  const onCores = points.find(({ threadCount }) => threadCount === coreCount);
  const ratio = onCores === undefined ? null : workRatio(largest, onCores);
  return ratio && { threadCount: largest.threadCount, coreThreadCount: coreCount, ratio };
}
