import { axisKey, sweepAxes, sweepOf } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { elementsOf, formatProblem, workingSetOf, type Problem } from '../model/problem.js';
import {
  isOutOfCache,
  placeOf,
  type CacheBoundary,
  type Place,
  type Region,
} from '../model/region.js';
import type { Interval } from '../statistics/median-interval.js';
import { median } from '../statistics/median.js';
import type { ReducedSweep } from './compared-run.js';
import type { MachineRuns } from './machines.js';
import { seriesKey, type SeriesHead } from './series.js';

/** A size, and where it lies on a machine. */
interface PlacedSize extends Place {
  /** Null in a view by relative size. */
  readonly problem: Problem | null;
  /** Elements, or working set over the last-level cache (see `views.ts`). */
  readonly size: number;
  readonly isOutOfCache: boolean;
}

/** A point over all runs of a machine. */
export interface CombinedPoint extends PlacedSize {
  readonly value: number;
  readonly interval: Interval | null;
  /** Runs that have it; `value` is their median, and `interval` knows only the variation within them. */
  readonly runCount: number;
  /**
   * Standard deviation of the logarithm from run to run, pooled over the sizes of the series in the same
   * region; null for one run.
   */
  readonly betweenRunsLog: number | null;
}

export interface CombinedSeries extends SeriesHead {
  /** Those of the first run that has its sweep. */
  readonly boundaries: readonly CacheBoundary[];
  /** A/A noise of its sweep by region, as the median over the runs; empty without A/A controls. */
  readonly floors: ReadonlyMap<Region, number>;
  /** By ascending size. */
  readonly points: readonly CombinedPoint[];
}

/** A machine as it is compared. */
export interface CombinedMachine extends MachineRuns {
  readonly series: readonly CombinedSeries[];
}

/** The runs of a machine as one. */
export function combineRuns({ name, runs }: MachineRuns): CombinedMachine {
  const bySweep = groupBy(
    runs.flatMap(({ sweeps }) => sweeps),
    (sweep) => axisKey(sweep, sweepAxes),
  );
  return { name, runs, series: [...bySweep.values()].flatMap(combineSweeps) };
}

/** A point of one run. */
interface RunPoint extends PlacedSize {
  readonly value: number;
  readonly interval: Interval | null;
}

/** The same sweep of several runs. */
function combineSweeps(sweeps: readonly ReducedSweep[]): readonly CombinedSeries[] {
  const [first] = sweeps;
  const { boundaries } = first!;
  const floors = combineFloors(sweeps);
  const series = sweeps.flatMap((sweep) => {
    const sizes = sweep.problems.map((problem) => placedSize(problem, sweep.boundaries));
    return sweep.series.map(({ points, ...head }) => ({
      head: { ...sweepOf(sweep), ...head },
      points: points.map(({ at, value, interval }) => ({ ...sizes[at]!, value, interval })),
    }));
  });
  return [...groupBy(series, ({ head }) => seriesKey(head)).values()].map((own) => ({
    ...own[0]!.head,
    boundaries,
    floors,
    points: combinePoints(own.flatMap(({ points }) => points)),
  }));
}

function placedSize(problem: Problem, boundaries: readonly CacheBoundary[]): PlacedSize {
  return {
    problem,
    size: elementsOf(problem),
    ...placeOf(workingSetOf(problem), boundaries),
    isOutOfCache: isOutOfCache(problem, boundaries.at(-1)!.capacityBytes),
  };
}

function combineFloors(sweeps: readonly ReducedSweep[]): ReadonlyMap<Region, number> {
  const byRegion = groupBy(
    sweeps.flatMap(({ floors }) => floors),
    ({ region }) => region,
  );
  return new Map(
    [...byRegion].map(([region, own]) => [region, median(own.map(({ floorRatio }) => floorRatio))]),
  );
}

function combinePoints(points: readonly RunPoint[]): readonly CombinedPoint[] {
  const repeated = [...groupBy(points, ({ problem }) => formatProblem(problem!)).values()];
  const byRegion = groupBy(repeated, ([point]) => point!.region);
  const betweenByRegion = new Map([...byRegion].map(([region, own]) => [region, betweenRuns(own)]));
  return repeated
    .map((own): CombinedPoint => ({
      ...own[0]!,
      value: median(own.map(({ value }) => value)),
      interval: withinInterval(own),
      runCount: own.length,
      betweenRunsLog: betweenByRegion.get(own[0]!.region)!,
    }))
    .sort((a, b) => a.size - b.size);
}

/**
 * Of the median over independent runs, from the variation within each alone: their mean half-widths
 * shrink with the root of their number. Null when a run has none.
 */
function withinInterval(points: readonly RunPoint[]): Interval | null {
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
function betweenRuns(sizes: readonly (readonly RunPoint[])[]): number | null {
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
