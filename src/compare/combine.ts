import type { Interval } from '../statistics/median-interval.js';
import { median } from '../statistics/median.js';
import type { ComparedRun } from './compared-run.js';
import type { MachineRuns } from './machines.js';
import {
  intervalAt,
  pointsOf,
  seriesKey,
  type Place,
  type Point,
  type PointColumns,
  type Series,
} from './series.js';

/** A point over all runs of a machine. */
export interface CombinedPoint extends Omit<Place, 'elementCount'> {
  /** Element count, or footprint over the last-level cache (see `views.ts`). */
  readonly size: number;
  readonly value: number;
  readonly interval: Interval | null;
  /** Runs that hold it; `value` is their median, and `interval` knows only the variation within them. */
  readonly runCount: number;
  /**
   * Standard deviation of the logarithm from run to run, pooled over the sizes of the series in the same region;
   * null for one run.
   */
  readonly betweenRunsLog: number | null;
}

export interface CombinedSeries extends Omit<Series, 'points'> {
  readonly points: readonly CombinedPoint[];
}

/** A machine as it is compared. */
export interface CombinedMachine extends MachineRuns {
  /** By `seriesKey`. */
  readonly series: ReadonlyMap<string, CombinedSeries>;
}

/** The runs of a machine as one. */
export function combineRuns({ name, runs }: MachineRuns): CombinedMachine {
  const byKey = new Map<string, Series[]>();
  for (const series of runs.flatMap((run: ComparedRun) => run.series)) {
    const key = seriesKey(series);
    const own = byKey.get(key);
    if (own === undefined) byKey.set(key, [series]);
    else own.push(series);
  }
  const series = new Map([...byKey].map(([key, own]) => [key, combineSeries(own)]));
  return { name, runs, series };
}

function combineSeries(own: readonly Series[]): CombinedSeries {
  const first = own[0]!;
  if (own.length === 1) return { ...first, points: pointsOfOneRun(first.points) };
  const bySize = new Map<number, Point[]>();
  for (const point of own.flatMap(({ points }) => pointsOf(points))) {
    const known = bySize.get(point.place.elementCount);
    if (known === undefined) bySize.set(point.place.elementCount, [point]);
    else known.push(point);
  }
  const repeated = [...bySize.values()];
  const regions = new Set(repeated.map(([point]) => point!.place.region));
  const betweenByRegion = new Map(
    [...regions].map((region) => [
      region,
      betweenRuns(repeated.filter(([point]) => point!.place.region === region)),
    ]),
  );
  const points = repeated.map((others): CombinedPoint => {
    const { elementCount, region, isTransition, isOutOfCache } = others[0]!.place;
    return {
      size: elementCount,
      region,
      isTransition,
      isOutOfCache,
      value: median(others.map(({ value }) => value)),
      interval: withinInterval(others),
      runCount: others.length,
      betweenRunsLog: betweenByRegion.get(region)!,
    };
  });
  return { ...first, points: points.sort((a, b) => a.size - b.size) };
}

/** What `combineSeries` makes of them as well, for a thousand machines that were run once. */
function pointsOfOneRun(columns: PointColumns): readonly CombinedPoint[] {
  return columns.places.map((place, index) => ({
    size: place.elementCount,
    region: place.region,
    isTransition: place.isTransition,
    isOutOfCache: place.isOutOfCache,
    value: columns.values[index]!,
    interval: intervalAt(columns, index),
    runCount: 1,
    betweenRunsLog: null,
  }));
}

/**
 * Of the median over independent runs, from the variation within each alone: their mean half-widths shrink with
 * the root of their number. Null when a run has none.
 */
function withinInterval(points: readonly Point[]): Interval | null {
  if (points.length === 1) return points[0]!.interval;
  const center = median(points.map(({ value }) => value));
  let below = 0;
  let above = 0;
  for (const { value, interval } of points) {
    if (interval === null) return null;
    below += Math.log(value / interval.low);
    above += Math.log(interval.high / value);
  }
  const shrink = points.length * Math.sqrt(points.length);
  return { low: center * Math.exp(-below / shrink), high: center * Math.exp(above / shrink) };
}

/** Pooled over sizes, since two or three runs tell next to nothing of the spread at one of them. */
function betweenRuns(sizes: readonly (readonly Point[])[]): number | null {
  let squares = 0;
  let degreesOfFreedom = 0;
  for (const points of sizes) {
    const logs = points.map(({ value }) => Math.log(value));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    squares += logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    degreesOfFreedom += logs.length - 1;
  }
  return degreesOfFreedom === 0 ? null : Math.sqrt(squares / degreesOfFreedom);
}
