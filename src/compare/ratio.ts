import type { Interval } from '../statistics/median-interval.js';
import { classify } from '../statistics/paired-ratio.js';
import { studentPoint } from '../statistics/student.js';
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

/**
 * What two runs of one machine may differ by when no machine was run twice. Virtual machines drift by
 * some percent from run to run, which the interval of a single run cannot know.
 */
export const assumedFloorRatio = 1.05;
const assumedFloorLog = Math.log(assumedFloorRatio);

/** Whether a larger value is the better one. */
export type Direction = 'more is better' | 'less is better';

/** A point as it is compared: logarithms, turned so that more is better. */
export interface LogPoint {
  readonly log: number;
  /** From `log` to the ends of its interval within runs; NaN without one. */
  readonly down: number;
  readonly up: number;
  /** Variance of the logarithm from run to run; NaN for one run. */
  readonly betweenRuns: number;
  readonly runCount: number;
  /** A/A noise there; 1 without A/A controls. */
  readonly aaRatio: number;
}

/** A point of the series on that scale; `direction` is that of its values. */
export function logPoint(
  series: CombinedSeries,
  { at, value, interval, betweenRunsLog, runCount }: CombinedPoint,
  direction: Direction,
): LogPoint {
  const toLow = interval === null ? Number.NaN : Math.log(value / interval.low);
  const toHigh = interval === null ? Number.NaN : Math.log(interval.high / value);
  const isMore = direction === 'more is better';
  return {
    log: isMore ? Math.log(value) : -Math.log(value),
    down: isMore ? toLow : toHigh,
    up: isMore ? toHigh : toLow,
    betweenRuns: betweenRunsLog === null ? Number.NaN : betweenRunsLog ** 2,
    runCount,
    aaRatio: series.floors.get(at.region) ?? 1,
  };
}

/**
 * The ratio of two medians that were not measured together. The intervals of both sides, each from its own
 * rounds, are combined on a logarithmic scale by the method of variance estimates recovery
 * (Zou and Donner 2008). Where a side was run several times, the interval is at least as wide as Student's
 * from the variation between runs, which is taken to be the same on both sides; where neither was, the
 * floor is at least `assumedFloorRatio`.
 */
export function compareLogs(point: LogPoint, base: LogPoint): ComparedRatio {
  const log = point.log - base.log;
  const between = betweenHalfWidth(point, base);
  const down = widest(Math.sqrt(point.down ** 2 + base.up ** 2), between);
  const up = widest(Math.sqrt(point.up ** 2 + base.down ** 2), between);
  const interval = Number.isNaN(down)
    ? null
    : { low: Math.exp(log - down), high: Math.exp(log + up) };
  const floorRatio = floorOf(point, base, between);
  const verdict = interval && classify(interval, floorRatio);
  return { ratio: Math.exp(log), interval, floorRatio, verdict };
}

/** Whether `compareLogs` finds the point the better one, in a fraction of the time. */
export function isBetter(point: LogPoint, base: LogPoint): boolean {
  const between = betweenHalfWidth(point, base);
  const floorRatio = floorOf(point, base, between);
  const floorLog = floorRatio === assumedFloorRatio ? assumedFloorLog : Math.log(floorRatio);
  const margin = point.log - base.log - floorLog;
  return margin > 0 && margin > widest(Math.sqrt(point.down ** 2 + base.up ** 2), between);
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
  const floorRatio = Math.max(
    assumedFloorRatio,
    most(({ aaRatio }) => aaRatio),
  );
  return (
    Math.log(floorRatio) +
    Math.hypot(
      most(({ down }) => down),
      most(({ up }) => up),
    )
  );
}

/**
 * Several points of one machine as their geometric mean. It is known no better than they are on average: what
 * makes one cell of a run slow tends to make all of them slow, so their errors do not cancel.
 */
export function meanPoint(points: readonly LogPoint[]): LogPoint {
  let [log, down, up, betweenRuns] = [0, 0, 0, 0];
  let runCount = Infinity;
  let aaRatio = 1;
  for (const point of points) {
    log += point.log;
    down += point.down;
    up += point.up;
    betweenRuns += point.betweenRuns;
    runCount = Math.min(runCount, point.runCount);
    aaRatio = Math.max(aaRatio, point.aaRatio);
  }
  return {
    log: log / points.length,
    down: down / points.length,
    up: up / points.length,
    betweenRuns: betweenRuns / points.length,
    runCount,
    aaRatio,
  };
}

function floorOf(point: LogPoint, base: LogPoint, betweenHalfWidthLog: number): number {
  const aaRatio = Math.max(point.aaRatio, base.aaRatio);
  return Number.isNaN(betweenHalfWidthLog) ? Math.max(aaRatio, assumedFloorRatio) : aaRatio;
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
