import type { CacheBoundary, FloorRatio } from '../analysis/analysis.js';
import { outlineRun } from '../analysis/analyze.js';
import { groupOf, type MeasuredGroup } from '../analysis/cells/sweeps.js';
import type { MeasuredByAlgorithm } from '../analysis/cells/measured.js';
import { floorRatioAt } from '../analysis/quality/aa-noise.js';
import { isFarOutOfCache, placeOf } from '../model/regions.js';
import type { Unwanted } from '../storage/parse-json.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf, algorithms, skeletonIdOf } from '../softmax/algorithms.js';
import { isThreePass, threePassIds } from '../softmax/three-pass.js';
import { footprintBytes } from '../softmax/traffic.js';
import { pairedRatio } from '../statistics/paired-ratio.js';
import { sampleInterval, sampleMedian } from '../statistics/rounded-samples.js';
import type { ComparedRun, RunFloor } from './compared-run.js';
import { columnsOf, type Place, type Point, type Quantity, type Series } from './series.js';

/**
 * What a comparison needs of a document: times, the wanted quantity, and of the others what two-pass does in
 * memory. Intervals are most of the work.
 * @param stored where it came from, and the schema version that it had there.
 */
export function reduceRun(
  document: ResultDocument,
  stored: Pick<ComparedRun, 'path' | 'schemaVersion'>,
  wanted: Quantity,
): ComparedRun {
  const { run, caches, groups, floors } = outlineRun(document);
  const { boundaries } = caches;
  const placed = groups.map((group) => ({ group, sizes: sizesOf(group, boundaries) }));
  const backends = document.session?.backends ?? [];
  return {
    ...stored,
    run,
    machine: document.machine,
    boundaries,
    input: document.plan.config.input,
    pageSizeBytes: backends[0]?.pageSizeBytes ?? null,
    usesHugePages: hugePagesOf(backends.map(({ hugePageBytes }) => hugePageBytes)),
    denormals: [...new Set(backends.map(({ denormals }) => denormals))].sort().join(' and '),
    failed: failedIn(document),
    series: placed.flatMap(({ group, sizes }) => seriesOf(group, sizes, wanted)),
    floors: placed.flatMap(({ group, sizes }) => floorsOf(group, sizes, floors)),
  };
}

/** The algorithm of which every comparison tells what it gains and reaches in memory. */
const subjectId = 'two-pass';

/** What `reduceRun` does not ask of a document. */
export function unwantedFor(wanted: Quantity): Unwanted {
  const skeletons = algorithms.filter(
    ({ skeletonOf }) => skeletonOf !== null && skeletonOf !== subjectId,
  );
  return {
    parts: ['cells', 'noise', 'passDurationsNs'],
    algorithms: new Set(wanted === 'skeleton-fraction' ? [] : skeletons.map(({ id }) => id)),
  };
}

const comparedAlgorithms = algorithms.filter(({ skeletonOf }) => skeletonOf === null);

/** A size, and what was measured there. */
interface Size {
  readonly place: Place;
  readonly measured: MeasuredByAlgorithm;
}

function sizesOf(group: MeasuredGroup, boundaries: readonly CacheBoundary[]): readonly Size[] {
  const lastLevelBytes = boundaries.at(-1)!.capacityBytes;
  return group.sizes.map(({ elementCount, measured }) => ({
    place: {
      ...placeOf(footprintBytes(algorithmOf('copy'), elementCount), boundaries),
      isOutOfCache: isFarOutOfCache(elementCount, lastLevelBytes),
      elementCount,
    },
    measured,
  }));
}

/** Twins and skeletons are left out: they are in the floors, and in what algorithms reach of them. */
function seriesOf(
  group: MeasuredGroup,
  sizes: readonly Size[],
  wanted: Quantity,
): readonly Series[] {
  return comparedAlgorithms.flatMap(({ id, computes }) => {
    const own = sizes.filter(({ measured }) => measured.has(id));
    const [first] = own;
    if (first === undefined) return [];
    const head = {
      ...groupOf(group),
      algorithm: id,
      kind: computes === 'softmax' ? ('softmax' as const) : ('baseline' as const),
      stores: first.measured
        .get(id)!
        .cell.variants.map(({ store }) => store)
        .join(' '),
    };
    const ratios = ratiosOf(id).map(({ quantity, over, ofId }): Series => {
      const shown = own.filter(
        ({ place }) => quantity === wanted || (place.region === 'memory' && id === subjectId),
      );
      const points = shown.flatMap((size) => ratioPoint(size, id, ofId) ?? []);
      return { ...head, quantity, over, points: columnsOf(points) };
    });
    const times = columnsOf(own.map((size) => timePoint(size, id)));
    return [
      { ...head, quantity: 'time' as const, over: null, points: times },
      ...ratios.filter(({ points }) => points.values.length > 0),
    ];
  });
}

function timePoint({ place, measured }: Size, id: string): Point {
  const { elementCount } = place;
  const outcome = measured.get(id)!;
  // Not by `medianNsOf`, which keeps it: it is asked for once.
  const medianNs = sampleMedian(outcome);
  const ci95Ns = sampleInterval(outcome, medianNs);
  return {
    place,
    value: medianNs / elementCount,
    interval: ci95Ns && { low: ci95Ns.low / elementCount, high: ci95Ns.high / elementCount },
  };
}

/** Speed of an algorithm over that of another; null where one of them or a shared round is missing. */
function ratioPoint({ place, measured }: Size, id: string, overId: string): Point | null {
  const other = measured.get(overId);
  const known = other === undefined ? null : pairedRatio(other, measured.get(id)!);
  return known && { place, value: known.ratio, interval: known.interval };
}

/** What is told of an algorithm beside others of its size. */
interface RatioKind {
  readonly quantity: Quantity;
  readonly over: string | null;
  /** What it is compared with. */
  readonly ofId: string;
}

function ratiosOf(id: string): readonly RatioKind[] {
  const isNewer = algorithmOf(id).computes === 'softmax' && !isThreePass(id);
  return [
    { quantity: 'skeleton-fraction', over: null, ofId: skeletonIdOf(id) },
    ...(isNewer
      ? threePassIds.map((over): RatioKind => ({ quantity: 'speedup', over, ofId: over }))
      : []),
  ];
}

function failedIn({ outcomes }: ResultDocument): readonly string[] {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  return [...new Set(failed.map(({ cell }) => `${cell.algorithm} on ${cell.target}`))];
}

function hugePagesOf(bytes: readonly (number | null)[]): boolean | null {
  if (bytes.some((count) => count !== null && count > 0)) return true;
  return bytes.includes(0) ? false : null;
}

/** One for each region; none without twins. */
function floorsOf(
  group: MeasuredGroup,
  sizes: readonly Size[],
  floors: readonly FloorRatio[],
): readonly RunFloor[] {
  if (floors.length === 0) return [];
  return [...new Set(sizes.map(({ place }) => place.region))].map((region) => {
    const own = { ...groupOf(group), region };
    return { ...own, floorRatio: floorRatioAt(own, floors) };
  });
}
