import type { CellAnalysis, NoiseFloor, Speedup } from '../analysis/analysis.js';
import { analyzeForComparison } from '../analysis/analyze.js';
import { groupOf } from '../analysis/groups.js';
import { floorRatioAt } from '../analysis/noise-floor.js';
import type { ResultDocument } from '../document/result.js';
import { algorithmOf } from '../softmax/algorithms.js';
import type { Interval } from '../statistics/median.js';
import type { ComparedRun, RunFloor } from './compared-run.js';
import { seriesKey, type Point, type Series } from './series.js';

/**
 * What a comparison needs of a document.
 * @param stored where it came from, and the schema version that it had there.
 */
export function reduceRun(
  document: ResultDocument,
  stored: Pick<ComparedRun, 'path' | 'schemaVersion'>,
): ComparedRun {
  const { run, machine, caches, cells, speedups, noiseFloors } = analyzeForComparison(document);
  const backends = document.session?.backends ?? [];
  const storesById = storesOfCells(document);
  return {
    ...stored,
    run,
    machine,
    boundaries: caches.boundaries,
    input: document.plan.config.input,
    pageSizeBytes: backends[0]?.pageSizeBytes ?? null,
    usesHugePages: hugePagesOf(backends.map(({ hugePageBytes }) => hugePageBytes)),
    denormals: [...new Set(backends.map(({ denormals }) => denormals))].sort().join(' and '),
    series: seriesOf(cells, speedups, storesById),
    floors: floorsOf(cells, noiseFloors),
  };
}

function hugePagesOf(bytes: readonly (number | null)[]): boolean | null {
  if (bytes.some((count) => count !== null && count > 0)) return true;
  return bytes.includes(0) ? false : null;
}

/** By cell id, in the order of the passes. */
function storesOfCells({ plan }: ResultDocument): ReadonlyMap<string, string> {
  return new Map(
    plan.cells.map(({ id, variants }) => [id, variants.map(({ store }) => store).join(' ')]),
  );
}

function seriesOf(
  cells: readonly CellAnalysis[],
  speedups: readonly Speedup[],
  storesById: ReadonlyMap<string, string>,
): readonly Series[] {
  const byKey = new Map<string, Omit<Series, 'points'> & { points: Point[] }>();
  const add = (head: Omit<Series, 'points'>, point: Point): void => {
    const key = seriesKey(head);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { ...head, points: [point] });
    else known.points.push(point);
  };
  for (const cell of cells) {
    const { algorithm, kind, elementCount, ci95Ns, skeletonFraction } = cell;
    const stores = storesById.get(cell.id) ?? '';
    const head = { ...groupOf(cell), algorithm, kind, stores, over: null };
    add(
      { ...head, quantity: 'time' },
      pointOf(cell, cell.nsPerElement, ci95Ns && scaled(ci95Ns, 1 / elementCount)),
    );
    if (skeletonFraction !== null) {
      const { ratio, interval } = skeletonFraction;
      add({ ...head, quantity: 'skeleton-fraction' }, pointOf(cell, ratio, interval));
    }
  }
  for (const speedup of speedups) {
    const { algorithm, over, ratio, interval } = speedup;
    const stores = algorithmOf(algorithm)
      .passes.map(({ store }) => store)
      .join(' ');
    add(
      { ...groupOf(speedup), quantity: 'speedup', algorithm, over, kind: 'softmax', stores },
      pointOf(speedup, ratio, interval),
    );
  }
  return [...byKey.values()];
}

function pointOf(
  { elementCount, region, isTransition, isOutOfCache }: Omit<Point, 'value' | 'interval'>,
  value: number,
  interval: Interval | null,
): Point {
  return { elementCount, region, isTransition, isOutOfCache, value, interval };
}

function scaled({ low, high }: Interval, factor: number): Interval {
  return { low: low * factor, high: high * factor };
}

/** One for each group and region that holds cells; none without twins. */
function floorsOf(
  cells: readonly CellAnalysis[],
  floors: readonly NoiseFloor[],
): readonly RunFloor[] {
  if (floors.length === 0) return [];
  const places = new Map(
    cells.map((cell) => [
      `${cell.target}/${cell.cacheState}/${cell.threadCount}/${cell.region}`,
      { ...groupOf(cell), region: cell.region },
    ]),
  );
  return [...places.values()].map((place) => ({
    ...place,
    floorRatio: floorRatioAt(place, floors),
  }));
}
