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
import type { SampleVariance } from '../statistics/moderated-variance.js';
import type { ReducedSweep, SeriesLayout, SweepNumbers } from './compared-run.js';
import { LazyPoints } from './lazy-points.js';
import type { MachineRuns } from './machines.js';
import { variancePriorsOf } from './process-variance.js';
import type { SeriesHead } from './series.js';

/** A size, and where it lies on a machine. */
interface PlacedSize extends Place {
  /** Distinguishes the sizes of a series; equal on all machines. */
  readonly key: string;
  /** Null in a view by relative size. */
  readonly problem: Problem | null;
  /** Elements, or working set over the last-level cache (see `views.ts`). */
  readonly size: number;
  readonly isOutOfCache: boolean;
}

/** A point over all runs of a machine. */
export interface CombinedPoint {
  readonly at: PlacedSize;
  readonly value: number;
  readonly interval: Interval | null;
  /** Runs that have it; `value` is their median, and `interval` knows only the variation within them. */
  readonly runCount: number;
  /** Processes of the one run; null for several. */
  readonly processCount: number | null;
  /** What the variances between processes have in common in its sweep; null for several runs, and where nothing is known. */
  readonly prior: () => SampleVariance | null;
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

/** The runs of a machine as one, with the series that are wanted. */
export function combineRuns({ name, runs }: MachineRuns, isWanted: SeriesFilter): CombinedMachine {
  const bySweep = groupBy(
    runs.flatMap(({ sweeps }) => sweeps),
    (sweep) => axisKey(sweep, sweepAxes),
  );
  const series = [...bySweep.values()].flatMap((sweeps) => combineSweeps(sweeps, isWanted));
  return { name, runs, series };
}

/** Which series are wanted. */
export type SeriesFilter = (series: SeriesLayout) => boolean;

/** One series of one run. */
interface RunSeries {
  readonly of: SeriesLayout;
  readonly points: () => readonly CombinedPoint[];
}

/** The same sweep of several runs. */
function combineSweeps(
  sweeps: readonly ReducedSweep[],
  isWanted: SeriesFilter,
): readonly CombinedSeries[] {
  const [first] = sweeps;
  const { boundaries } = first!;
  const floors = combineFloors(sweeps);
  const axes = sweepOf(first!);
  const series = sweeps.flatMap((sweep) => {
    const priorOf = variancePriorsOf(sweep);
    let sizes: readonly PlacedSize[] | null = null;
    const placed = () =>
      (sizes ??= sweep.layout.problems.map((problem) => placedSize(problem, sweep.boundaries)));
    return sweep.layout.series.filter(isWanted).map((of): RunSeries => ({
      of,
      points: () => pointsOf(sweep, of, placed(), () => priorOf(of.quantity)),
    }));
  });
  const bySubject = groupBy(
    series,
    ({ of }) => `${of.quantity} ${of.operation} ${of.implementation} ${of.over}`,
  );
  return [...bySubject.values()].map((own) => {
    const { quantity, operation, implementation, over, stores } = own[0]!.of;
    const lazy = new LazyPoints(() =>
      own.length === 1 ? own[0]!.points() : combinePoints(own.flatMap((run) => run.points())),
    );
    const subject = { quantity, operation, implementation, over, stores };
    // Not a spread: see "Object.assign" in CONTRIBUTING.
    return Object.assign(lazy, axes, subject, { boundaries, floors });
  });
}

function pointsOf(
  { values, lows, highs }: SweepNumbers,
  { first, at, processCounts }: SeriesLayout,
  sizes: readonly PlacedSize[],
  prior: CombinedPoint['prior'],
): readonly CombinedPoint[] {
  return at.map((position, index): CombinedPoint => {
    const [low, high] = [lows[first + index]!, highs[first + index]!];
    return {
      at: sizes[position]!,
      value: values[first + index]!,
      interval: Number.isNaN(low) || Number.isNaN(high) ? null : { low, high },
      runCount: 1,
      processCount: processCounts[index]!,
      prior,
      betweenRunsLog: null,
    };
  });
}

function placedSize(problem: Problem, boundaries: readonly CacheBoundary[]): PlacedSize {
  return {
    key: formatProblem(problem),
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

/** @param points of one series, each of one run. */
function combinePoints(points: readonly CombinedPoint[]): readonly CombinedPoint[] {
  const repeated = [...groupBy(points, ({ at }) => at.key).values()];
  const byRegion = groupBy(repeated, ([point]) => point!.at.region);
  const betweenByRegion = new Map([...byRegion].map(([region, own]) => [region, betweenRuns(own)]));
  return repeated
    .map((own): CombinedPoint => {
      const { at } = own[0]!;
      return {
        at,
        value: median(own.map(({ value }) => value)),
        interval: withinInterval(own),
        runCount: own.length,
        processCount: own.length === 1 ? own[0]!.processCount : null,
        prior: own.length === 1 ? own[0]!.prior : () => null,
        betweenRunsLog: betweenByRegion.get(at.region)!,
      };
    })
    .sort((a, b) => a.at.size - b.at.size);
}

/**
 * Of the median over independent runs, from the variation within each alone: their mean half-widths
 * shrink with the root of their number. Null when a run has none.
 */
function withinInterval(points: readonly CombinedPoint[]): Interval | null {
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
function betweenRuns(sizes: readonly (readonly CombinedPoint[])[]): number | null {
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
