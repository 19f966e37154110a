import type { Interval } from '../statistics/median-interval.js';
import { classify } from '../statistics/paired-ratio.js';
import { studentPoint } from '../statistics/student.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import type { CombinedPoint, CombinedSeries } from './combine.js';

/** How much better one machine is than another: 1 means equal, more means better, whatever the metric. */
export interface ComparedRatio {
  readonly ratio: number;
  /** 95 %; null when neither rounds nor runs are enough for one. */
  readonly interval: Interval | null;
  /** Differences up to this ratio count as ties; at least 1. */
  readonly floorRatio: number;
  /** Null without an interval. */
  readonly verdict: ReturnType<typeof classify> | null;
}

/** Whether a larger value is the better one. */
export type Direction = 'more is better' | 'less is better';

/** A point as it is compared: logarithms, turned so that more is better. */
export interface LogPoint {
  readonly log: number;
  /** From `log` to the ends of its interval, by `betweenRunsWidening`; NaN without one. */
  readonly down: number;
  readonly up: number;
  /** Of a single run: half of that interval over Student's point for so many degrees of freedom; else NaN, 0. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Variance of the logarithm from run to run; NaN for one run. */
  readonly betweenRuns: number;
  readonly runCount: number;
  /** A/A noise there; 1 without A/A controls. */
  readonly aaRatio: number;
}

/** A point of the series on that scale; `direction` is that of its values. */
export function logPoint(
  series: CombinedSeries,
  { at, value, interval, betweenRunsLog, runCount, processCount }: CombinedPoint,
  direction: Direction,
): LogPoint {
  const widening = betweenRunsWidening(processCount);
  const toLow = interval === null ? Number.NaN : widening * Math.log(value / interval.low);
  const toHigh = interval === null ? Number.NaN : widening * Math.log(interval.high / value);
  const isMore = direction === 'more is better';
  const degreesOfFreedom = Number.isNaN(toLow) ? 0 : (processCount ?? 1) - 1;
  return {
    log: isMore ? Math.log(value) : -Math.log(value),
    down: isMore ? toLow : toHigh,
    up: isMore ? toHigh : toLow,
    standardError:
      degreesOfFreedom === 0 ? Number.NaN : (toLow + toHigh) / 2 / studentPoint(degreesOfFreedom),
    degreesOfFreedom,
    betweenRuns: betweenRunsLog === null ? Number.NaN : betweenRunsLog ** 2,
    runCount,
    aaRatio: series.floors.get(at.region) ?? 1,
  };
}

/**
 * How much wider than the interval of its processes is what a single run says of its machine. Runs are taken to
 * differ from each other as much as the processes of one: the mean of n processes has the variance s^2 / n
 * within a run and s^2 (1 + 1 / n) between runs. Fewer processes than an interval of them requires say nothing
 * of other runs, which is NaN.
 * @param processCount null for a point of several runs, whose variation is known.
 */
function betweenRunsWidening(processCount: number | null): number {
  if (processCount === null) return 1;
  return processCount < minimumProcessCount ? Number.NaN : Math.sqrt(1 + processCount);
}

/**
 * The ratio of two medians that were not measured together. Of two single runs by Welch's t test on logarithms,
 * with processes as the unit of repetition. Else the intervals of both sides are combined on a logarithmic
 * scale by the method of variance estimates recovery (Zou and Donner 2008). Where a side was run several times,
 * the interval is at least as wide as Student's from the variation between runs, which is taken to be the same on both sides.
 */
export function compareLogs(point: LogPoint, base: LogPoint): ComparedRatio {
  const log = point.log - base.log;
  const between = betweenHalfWidth(point, base);
  const down = widest(withinWidth(point, base, point.down, base.up), between);
  const up = widest(withinWidth(point, base, point.up, base.down), between);
  const interval = Number.isNaN(down)
    ? null
    : { low: Math.exp(log - down), high: Math.exp(log + up) };
  const floorRatio = floorOf(point, base);
  const verdict = interval && classify(interval, floorRatio);
  return { ratio: Math.exp(log), interval, floorRatio, verdict };
}

/** Whether the point alone would give an interval. */
export function hasInterval({ down, betweenRuns }: LogPoint): boolean {
  return !Number.isNaN(down) || !Number.isNaN(betweenRuns);
}

/** Whether `compareLogs` finds the point the better one, in a fraction of the time. */
export function isBetter(point: LogPoint, base: LogPoint): boolean {
  const margin = point.log - base.log - Math.log(floorOf(point, base));
  if (margin <= 0) return false;
  const between = betweenHalfWidth(point, base);
  return margin > widest(withinWidth(point, base, point.down, base.up), between);
}

/** @param own of the point and `other` of the base, towards each other. */
function withinWidth(point: LogPoint, base: LogPoint, own: number, other: number): number {
  if (point.degreesOfFreedom === 0 || base.degreesOfFreedom === 0) return Math.hypot(own, other);
  // Products: `** 2` takes ten times as long, and a fleet has millions of pairs.
  const a = point.standardError * point.standardError;
  const b = base.standardError * base.standardError;
  const welch =
    ((a + b) * (a + b)) / ((a * a) / point.degreesOfFreedom + (b * b) / base.degreesOfFreedom);
  // Rounded down, as tables of the distribution are used. Two errors of 0 have no degrees of freedom.
  const degreesOfFreedom = Number.isNaN(welch) ? 1 : Math.max(1, Math.floor(welch + 1e-9));
  return studentPoint(degreesOfFreedom) * Math.sqrt(a + b);
}

/**
 * A distance of logarithms beyond which `isBetter` is true of any two of the points; Infinity where some
 * have no interval or were run several times.
 */
export function largestUndecidedLog(points: readonly LogPoint[]): number {
  if (points.some(({ down, betweenRuns }) => Number.isNaN(down) || !Number.isNaN(betweenRuns))) {
    return Infinity;
  }
  const most = (valueOf: (point: LogPoint) => number): number =>
    points.reduce((largest, point) => Math.max(largest, valueOf(point)), 0);
  return (
    Math.log(most(({ aaRatio }) => aaRatio)) +
    Math.hypot(
      most(({ down }) => down),
      most(({ up }) => up),
    )
  );
}

/**
 * Of each point a distance: none is the better one of two by `isBetter` that is nearer than the root of the sum
 * of squares for both. All 0 where some have no interval of their own.
 */
export function undecidedLogs(points: readonly LogPoint[]): readonly number[] {
  if (points.some(({ down }) => Number.isNaN(down))) return points.map(() => 0);
  const most = points.reduce((least, own) => Math.max(least, own.degreesOfFreedom), 0);
  // The most degrees of freedom that two points have together.
  const student = studentPoint(2 * Math.max(1, most));
  return points.map(({ down, up, standardError, degreesOfFreedom }) => {
    const own = Math.min(down, up);
    return degreesOfFreedom === 0 ? own : Math.min(own, student * standardError);
  });
}

/**
 * Several points of one machine as their geometric mean. It is known no better than they are on average: what
 * makes one cell of a run slow tends to make all of them slow, so their errors do not cancel.
 */
export function meanPoint(points: readonly LogPoint[]): LogPoint {
  let [log, down, up, betweenRuns, standardError] = [0, 0, 0, 0, 0];
  let [runCount, degreesOfFreedom] = [Infinity, Infinity];
  let aaRatio = 1;
  for (const point of points) {
    log += point.log;
    down += point.down;
    up += point.up;
    betweenRuns += point.betweenRuns;
    standardError += point.standardError;
    degreesOfFreedom = Math.min(degreesOfFreedom, point.degreesOfFreedom);
    runCount = Math.min(runCount, point.runCount);
    aaRatio = Math.max(aaRatio, point.aaRatio);
  }
  return {
    log: log / points.length,
    down: down / points.length,
    up: up / points.length,
    betweenRuns: betweenRuns / points.length,
    standardError: standardError / points.length,
    degreesOfFreedom,
    runCount,
    aaRatio,
  };
}

function floorOf(point: LogPoint, base: LogPoint): number {
  return Math.max(point.aaRatio, base.aaRatio);
}

/** The larger of the two that are known. */
function widest(within: number, between: number): number {
  if (Number.isNaN(within)) return between;
  return between > within ? between : within;
}

/** NaN when neither side was run twice. */
function betweenHalfWidth(a: LogPoint, b: LogPoint): number {
  const weightOfA = Number.isNaN(a.betweenRuns) ? 0 : a.runCount - 1;
  const weightOfB = Number.isNaN(b.betweenRuns) ? 0 : b.runCount - 1;
  const degreesOfFreedom = weightOfA + weightOfB;
  if (degreesOfFreedom === 0) return Number.NaN;
  const sum =
    (weightOfA === 0 ? 0 : a.betweenRuns * weightOfA) +
    (weightOfB === 0 ? 0 : b.betweenRuns * weightOfB);
  const share = varianceShare(a.runCount) + varianceShare(b.runCount);
  return studentPoint(degreesOfFreedom) * Math.sqrt((sum / degreesOfFreedom) * share);
}

/**
 * Variance of the median of so many runs over that of one: of three and more values of a normal distribution
 * up to pi / 2 times that of their mean.
 */
function varianceShare(runCount: number): number {
  return (runCount > 2 ? Math.PI / 2 : 1) / runCount;
}
