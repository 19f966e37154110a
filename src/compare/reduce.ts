import { outlineRun } from '../analysis/analyze.js';
import { placeIn, type PlacedSweep } from '../analysis/cells/placed-sweeps.js';
import { externalSweeps } from '../analysis/external/external-sweeps.js';
import { floorRatioAt } from '../analysis/quality/aa-noise.js';
import type { FloorRatio } from '../analysis/quality/quality-schema.js';
import { sweepOf } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import type { MeasuredOutcome } from '../model/outcome.js';
import { callElementsOf } from '../model/threading.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf, algorithms, skeletonIdOf, type Algorithm } from '../softmax/algorithms.js';
import { challengersOf, studies, studyOf, type Study } from '../softmax/studies.js';
import type { Interval } from '../statistics/median-interval.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian } from '../statistics/rounded-samples.js';
import type {
  ReducedRun,
  ReducedSweep,
  SeriesLayout,
  SweepLayout,
  SweepNumbers,
} from './compared-run.js';
import { sweepAnswer } from './sweep-answer.js';
import type { Quantity } from './series.js';

/** One quantity of one implementation. */
interface ReducedSeries extends Omit<SeriesLayout, 'first' | 'at' | 'processCounts'> {
  readonly points: readonly ReducedPoint[];
}

/** A point of a series before it goes into columns. */
interface ReducedPoint {
  readonly at: number;
  readonly value: number;
  readonly interval: Interval | null;
  readonly processCount: number;
}

/** What a comparison needs of a document. */
export function reduceRun(document: ResultDocument): ReducedRun {
  const { run, sweeps, floors } = outlineRun(document);
  const study = studyIn(sweeps);
  const backends = document.session?.backends ?? [];
  return {
    run,
    // They take most of its space, and are compared nowhere.
    machine: { ...document.machine, cacheProbe: null, topology: null },
    input: document.plan.config.input,
    denormals: [...new Set(backends.map(({ denormals }) => denormals))].sort().join(' and '),
    workspaces: workspacesOf(document),
    externals: (document.plan.externals ?? []).map(({ id, version }) => ({ id, version })),
    failed: failedIn(document),
    sweeps: [
      ...sweeps.map((sweep) => reduceSweep(sweep, floors, study)),
      ...externalSweeps(document, sweeps).map(reduceExternals),
    ],
  };
}

/** The first study that has cells; undefined for baselines alone. */
function studyIn(sweeps: readonly PlacedSweep[]): Study | undefined {
  const operations = new Set(
    sweeps.flatMap(({ groups }) =>
      groups.flatMap(({ measured }) => [...measured.keys()].map((id) => algorithmOf(id).operation)),
    ),
  );
  return studies.find(({ operation }) => operations.has(operation));
}

/** Memory-only versions and A/A controls have no series: ratios and floors tell what they do. */
const comparedAlgorithms = algorithms.filter(({ skeletonOf }) => skeletonOf === null);

function reduceSweep(
  sweep: PlacedSweep,
  floors: readonly FloorRatio[],
  study: Study | undefined,
): ReducedSweep {
  const problems = sweep.groups.map(({ problem }) => problem);
  const series = comparedAlgorithms.flatMap((algorithm) => seriesOf(sweep, algorithm));
  return {
    ...sweepOf(sweep),
    boundaries: sweep.caches.boundaries,
    floors: floorsOf(sweep, floors),
    answer: study === undefined ? null : sweepAnswer(sweep, floors, study),
    layout: { problems, series: layoutOf(series) },
    ...numbersOf(series.flatMap(({ points }) => points)),
  };
}

/** External implementations have times alone: what they gain over others is of another kind. */
function reduceExternals(sweep: PlacedSweep): ReducedSweep {
  const problems = sweep.groups.map(({ problem }) => problem);
  const outcomes = sweep.groups.flatMap(({ measured }, at) =>
    [...measured.values()].map((outcome) => ({ at, outcome, cell: outcome.cell })),
  );
  const byImplementation = groupBy(
    outcomes,
    ({ cell }) => `${cell.operation} ${cell.implementation}`,
  );
  const series = [...byImplementation.values()].map((own): ReducedSeries => {
    const { operation, implementation } = own[0]!.cell;
    const points = own.map(({ at, outcome }) => timePoint(at, outcome));
    return { operation, implementation, quantity: 'time', over: null, stores: '', points };
  });
  return {
    ...sweepOf(sweep),
    boundaries: sweep.caches.boundaries,
    floors: [],
    answer: null,
    layout: { problems, series: layoutOf(series) },
    ...numbersOf(series.flatMap(({ points }) => points)),
  };
}

function seriesOf(sweep: PlacedSweep, algorithm: Algorithm): readonly ReducedSeries[] {
  const { id, operation } = algorithm;
  const outcome = sweep.groups.find(({ measured }) => measured.has(id))?.measured.get(id);
  if (outcome === undefined) return [];
  const stores = outcome.cell.variants.map(({ store }) => store).join(' ');
  return quantitiesOf(algorithm).flatMap(({ quantity, over, otherId }) => {
    const points = sweep.groups.flatMap(({ measured }, at) => {
      const own = measured.get(id);
      if (own === undefined) return [];
      if (otherId === null) return [timePoint(at, own)];
      const other = measured.get(otherId);
      return other === undefined ? [] : ratioPoint(at, own, other);
    });
    if (points.length === 0) return [];
    return [{ operation, implementation: id, quantity, over, stores, points }];
  });
}

function layoutOf(series: readonly ReducedSeries[]): SweepLayout['series'] {
  let end = 0;
  return series.map(({ points, ...of }): SeriesLayout => {
    const first = end;
    end += points.length;
    return {
      ...of,
      first,
      at: points.map(({ at }) => at),
      processCounts: points.map(({ processCount }) => processCount),
    };
  });
}

function numbersOf(points: readonly ReducedPoint[]): SweepNumbers {
  return {
    values: Float32Array.from(points, ({ value }) => value),
    lows: Float32Array.from(points, ({ interval }) => interval?.low ?? Number.NaN),
    highs: Float32Array.from(points, ({ interval }) => interval?.high ?? Number.NaN),
  };
}

function timePoint(at: number, outcome: MeasuredOutcome): ReducedPoint {
  const elementCount = callElementsOf(outcome.cell);
  const medianNs = sampleMedian(outcome);
  const ci95Ns = sampleInterval(outcome);
  return {
    at,
    value: medianNs / elementCount,
    interval: ci95Ns && { low: ci95Ns.low / elementCount, high: ci95Ns.high / elementCount },
    processCount: processCountOf(outcome),
  };
}

/** Speed of one over that of the other; none without a shared round. */
function ratioPoint(
  at: number,
  own: MeasuredOutcome,
  other: MeasuredOutcome,
): readonly ReducedPoint[] {
  const paired = pairedRatio(other, own);
  if (paired === null) return [];
  const { ratio: value, interval } = paired;
  const processCount = Math.min(processCountOf(own), processCountOf(other));
  return [{ at, value, interval, processCount }];
}

function processCountOf({ processes }: MeasuredOutcome): number {
  return new Set(processes).size;
}

/** A quantity of an algorithm, and the id of what it is measured against. */
interface QuantityOf {
  readonly quantity: Quantity;
  readonly over: string | null;
  readonly otherId: string | null;
}

function quantitiesOf({ id, operation }: Algorithm): readonly QuantityOf[] {
  const study = studyOf(operation);
  const rivals = study !== undefined && challengersOf(study).includes(id) ? study.rivals : [];
  return [
    { quantity: 'time', over: null, otherId: null },
    { quantity: 'skeleton-fraction', over: null, otherId: skeletonIdOf(id) },
    ...rivals.map((over): QuantityOf => ({ quantity: 'speedup', over, otherId: over })),
  ];
}

function floorsOf(sweep: PlacedSweep, floors: readonly FloorRatio[]): ReducedSweep['floors'] {
  if (floors.length === 0) return [];
  const regions = sweep.groups.map(({ problem }) => placeIn(sweep, problem).region);
  return [...new Set(regions)].map((region) => ({
    region,
    floorRatio: floorRatioAt({ ...sweepOf(sweep), region }, floors),
  }));
}

function failedIn({ outcomes }: ResultDocument): readonly string[] {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  return [...new Set(failed.map(({ cell }) => `${cell.implementation} on ${cell.target}`))];
}

function workspacesOf({ session }: ResultDocument): ReducedRun['workspaces'] {
  const workspaces = (session?.backends ?? []).flatMap((backend) => backend.workspaces);
  return [...groupBy(workspaces, ({ pages }) => pages)].map(([pages, own]) => {
    const hugeBytes = own
      .map(({ hugePageBytes }) => hugePageBytes)
      .filter((bytes) => bytes !== null);
    return {
      pages,
      pageSizeBytes: own[0]!.pageSizeBytes,
      hasHugePages: hugeBytes.length === 0 ? null : hugeBytes.some((bytes) => bytes > 0),
    };
  });
}
