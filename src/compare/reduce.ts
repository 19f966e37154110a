import type { NoiseFloor } from '../analysis/analysis.js';
import { outlineRun, type RunOutline } from '../analysis/analyze.js';
import { groupOf, type MeasuredGroup } from '../analysis/groups.js';
import type { MeasuredByAlgorithm, MeasuredOutcome } from '../analysis/measured.js';
import { floorRatioAt } from '../analysis/noise-floor.js';
import { intervalNsOf, medianNsOf } from '../analysis/outcome-summary.js';
import { isFarOutOfCache, placeOf } from '../analysis/regions.js';
import type { ResultDocument } from '../document/result.js';
import { algorithmOf, algorithms, skeletonIdOf } from '../softmax/algorithms.js';
import { isThreePass, threePassIds } from '../softmax/three-pass.js';
import { footprintBytes } from '../softmax/traffic.js';
import type { Interval } from '../statistics/median-interval.js';
import { pairedRatio, type PairedRatio } from '../statistics/paired-ratio.js';
import type { ComparedRun, RunFloor } from './compared-run.js';
import { seriesKey, type Point, type Quantity, type Series } from './series.js';

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
  const outline = outlineRun(document);
  const backends = document.session?.backends ?? [];
  const series = new SeriesCollector();
  for (const group of outline.groups) collectGroup(group, outline, wanted, series);
  return {
    ...stored,
    run: outline.run,
    machine: document.machine,
    boundaries: outline.caches.boundaries,
    input: document.plan.config.input,
    pageSizeBytes: backends[0]?.pageSizeBytes ?? null,
    usesHugePages: hugePagesOf(backends.map(({ hugePageBytes }) => hugePageBytes)),
    denormals: [...new Set(backends.map(({ denormals }) => denormals))].sort().join(' and '),
    series: series.all(),
    floors: floorsOf(series.all(), outline.noiseFloors),
  };
}

const comparedAlgorithms = algorithms.filter(({ skeletonOf }) => skeletonOf === null);

/** Puts points of the same thing together, in the order in which they come. */
class SeriesCollector {
  private readonly byKey = new Map<string, Omit<Series, 'points'> & { points: Point[] }>();

  add(head: Omit<Series, 'points'>, point: Point): void {
    const key = seriesKey(head);
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, { ...head, points: [point] });
    else known.points.push(point);
  }

  all(): readonly Series[] {
    return [...this.byKey.values()];
  }
}

/** Twins and skeletons are left out: they are in the floors, and in what algorithms reach of them. */
function collectGroup(
  group: MeasuredGroup,
  { caches: { boundaries } }: RunOutline,
  wanted: Quantity,
  series: SeriesCollector,
): void {
  const lastLevelBytes = boundaries.at(-1)!.capacityBytes;
  for (const { elementCount, measured } of group.sizes) {
    const place = placeOf(footprintBytes(algorithmOf('copy'), elementCount), boundaries);
    const size = {
      elementCount,
      ...place,
      isOutOfCache: isFarOutOfCache(elementCount, lastLevelBytes),
    };
    for (const algorithm of comparedAlgorithms) {
      const outcome = measured.get(algorithm.id);
      if (outcome === undefined) continue;
      const stores = outcome.cell.variants.map(({ store }) => store).join(' ');
      const kind: Series['kind'] = algorithm.computes === 'softmax' ? 'softmax' : 'baseline';
      const head = { ...groupOf(group), algorithm: algorithm.id, kind, stores };
      series.add({ ...head, quantity: 'time', over: null }, timePoint(outcome, size));
      const isShown = place.region === 'memory' && algorithm.id === 'two-pass';
      const ratios = ratiosOf(outcome, measured).filter(
        ({ quantity }) => quantity === wanted || isShown,
      );
      for (const { quantity, over, ratio } of ratios) {
        const known = ratio();
        if (known === null) continue;
        const point = { ...size, value: known.ratio, interval: known.interval };
        series.add({ ...head, quantity, over }, point);
      }
    }
  }
}

function timePoint(outcome: MeasuredOutcome, size: Omit<Point, 'value' | 'interval'>): Point {
  const ci95 = intervalNsOf(outcome);
  const perElement = (durationNs: number): number => durationNs / size.elementCount;
  const interval: Interval | null = ci95 && {
    low: perElement(ci95.low),
    high: perElement(ci95.high),
  };
  return { ...size, value: perElement(medianNsOf(outcome)), interval };
}

interface LazyRatio {
  readonly quantity: Quantity;
  readonly over: string | null;
  readonly ratio: () => PairedRatio | null;
}

/** What is told of an algorithm beside others of its size. */
function ratiosOf(outcome: MeasuredOutcome, measured: MeasuredByAlgorithm): readonly LazyRatio[] {
  const { algorithm } = outcome.cell;
  const over = (id: string, quantity: Quantity, name: string | null): readonly LazyRatio[] => {
    const other = measured.get(id);
    if (other === undefined) return [];
    return [{ quantity, over: name, ratio: () => pairedRatio(other, outcome) }];
  };
  const isNewer = algorithmOf(algorithm).computes === 'softmax' && !isThreePass(algorithm);
  return [
    ...over(skeletonIdOf(algorithm), 'skeleton-fraction', null),
    ...(isNewer ? threePassIds.flatMap((id) => over(id, 'speedup', id)) : []),
  ];
}

function hugePagesOf(bytes: readonly (number | null)[]): boolean | null {
  if (bytes.some((count) => count !== null && count > 0)) return true;
  return bytes.includes(0) ? false : null;
}

/** One for each group and region; none without twins. */
function floorsOf(series: readonly Series[], floors: readonly NoiseFloor[]): readonly RunFloor[] {
  if (floors.length === 0) return [];
  const places = new Map<string, Omit<RunFloor, 'floorRatio'>>();
  for (const own of series) {
    const group = groupOf(own);
    for (const { region } of own.points) {
      places.set(JSON.stringify([group, region]), { ...group, region });
    }
  }
  return [...places.values()].map((place) => ({
    ...place,
    floorRatio: floorRatioAt(place, floors),
  }));
}
