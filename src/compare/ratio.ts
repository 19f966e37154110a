import type { Interval } from '../statistics/median-interval.js';
import { classify } from '../statistics/paired-ratio.js';
import { studentPoint } from '../statistics/student.js';
import type { CombinedPoint } from './combine.js';

export type ComparisonVerdict = 'faster' | 'slower' | 'no difference';

/** How much better one machine is than another: 1 means equal, more means better, whatever the metric. */
export interface ComparedRatio {
  readonly ratio: number;
  /** 95 %; null when neither rounds nor runs are enough for one. */
  readonly interval: Interval | null;
  /** Differences up to this ratio are not claimed; at least 1. */
  readonly floorRatio: number;
  /** Null without an interval. */
  readonly verdict: ComparisonVerdict | null;
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
}

/** The point on that scale. */
export function logPoint(
  { value, interval, betweenRunsLog, runCount }: CombinedPoint,
  direction: Direction,
): LogPoint {
  const toLow = interval === null ? Number.NaN : Math.log(value / interval.low);
  const toHigh = interval === null ? Number.NaN : Math.log(interval.high / value);
  const betweenRuns = betweenRunsLog === null ? Number.NaN : betweenRunsLog ** 2;
  return direction === 'more is better'
    ? { log: Math.log(value), down: toLow, up: toHigh, betweenRuns, runCount }
    : { log: -Math.log(value), down: toHigh, up: toLow, betweenRuns, runCount };
}

/**
 * The ratio of two medians that were not measured together. The intervals of both sides, each from its own
 * resamples, are combined on a logarithmic scale by the method of variance estimates recovery
 * (Zou and Donner 2008). Where a side was run several times, the interval is at least as wide as Student's
 * from the variation between runs, which is taken to be the same on both sides; where
 * neither was, the floor is at least `assumedFloorRatio`.
 * @param twinFloorRatio by what the runs saw an algorithm differ from itself; 1 if they had no twins.
 */
export function compareLogs(
  point: LogPoint,
  base: LogPoint,
  twinFloorRatio: number,
): ComparedRatio {
  const log = point.log - base.log;
  const between = betweenHalfWidth(
    point.betweenRuns,
    point.runCount,
    base.betweenRuns,
    base.runCount,
  );
  const down = widest(Math.sqrt(point.down ** 2 + base.up ** 2), between);
  const up = widest(Math.sqrt(point.up ** 2 + base.down ** 2), between);
  return withVerdict(
    Math.exp(log),
    Number.isNaN(down) ? null : { low: Math.exp(log - down), high: Math.exp(log + up) },
    floorOf(between, twinFloorRatio),
  );
}

/** Points of one machine by columns, in which a hundred million claims of a ranking take a second. */
export interface LogPoints {
  readonly log: Float64Array;
  readonly down: Float64Array;
  readonly up: Float64Array;
  readonly betweenRuns: Float64Array;
  readonly runCount: Float64Array;
  /** Logarithm of the twin floor of each; 0 without twins. */
  readonly twinFloorLog: Float64Array;
  /** The same, but at least what is assumed of two machines of which neither was run twice. */
  readonly oneRunFloorLog: Float64Array;
  /** Whether no point is known from several runs. */
  readonly areOfOneRun: boolean;
}

/** The points as columns. */
export function logPoints(
  points: readonly LogPoint[],
  twinFloorRatios: readonly number[],
): LogPoints {
  const column = (valueOf: (point: LogPoint) => number) => Float64Array.from(points, valueOf);
  const twinFloorLog = Float64Array.from(twinFloorRatios, Math.log);
  return {
    log: column(({ log }) => log),
    down: column(({ down }) => down),
    up: column(({ up }) => up),
    betweenRuns: column(({ betweenRuns }) => betweenRuns),
    runCount: column(({ runCount }) => runCount),
    twinFloorLog,
    oneRunFloorLog: twinFloorLog.map((floorLog) => Math.max(floorLog, assumedFloorLog)),
    areOfOneRun: points.every(({ betweenRuns }) => Number.isNaN(betweenRuns)),
  };
}

/** The verdict of `compareLogs` on one of the points: 1 for faster, -1 for slower, 0 for what cannot be claimed. */
export function claim(a: LogPoints, b: LogPoints, index: number): -1 | 0 | 1 {
  return a.areOfOneRun && b.areOfOneRun
    ? claimOfOneRun(a, b, index)
    : claimOfSeveralRuns(a, b, index);
}

/** The sum of `claim` over the first points. */
export function claimSum(a: LogPoints, b: LogPoints, pointCount: number): number {
  // Two loops, because V8 keeps only what is small inside of one.
  let sum = 0;
  if (a.areOfOneRun && b.areOfOneRun) {
    for (let index = 0; index < pointCount; index += 1) sum += claimOfOneRun(a, b, index);
  } else {
    for (let index = 0; index < pointCount; index += 1) sum += claimOfSeveralRuns(a, b, index);
  }
  return sum;
}

function claimOfOneRun(a: LogPoints, b: LogPoints, index: number): -1 | 0 | 1 {
  const log = a.log[index]! - b.log[index]!;
  const margin = Math.abs(log) - Math.max(a.oneRunFloorLog[index]!, b.oneRunFloorLog[index]!);
  if (margin <= 0) return 0;
  // Squares instead of a root. Without an interval the sum is no number, and nothing is more than that.
  if (log > 0) {
    const within = a.down[index]! ** 2 + b.up[index]! ** 2;
    return margin * margin > within ? 1 : 0;
  }
  const within = a.up[index]! ** 2 + b.down[index]! ** 2;
  return margin * margin > within ? -1 : 0;
}

function claimOfSeveralRuns(a: LogPoints, b: LogPoints, index: number): -1 | 0 | 1 {
  const log = a.log[index]! - b.log[index]!;
  const down = log > 0 ? a.down[index]! : b.down[index]!;
  const up = log > 0 ? b.up[index]! : a.up[index]!;
  const between = betweenHalfWidth(
    a.betweenRuns[index]!,
    a.runCount[index]!,
    b.betweenRuns[index]!,
    b.runCount[index]!,
  );
  if (Number.isNaN(between)) return claimOfOneRun(a, b, index);
  const margin = Math.abs(log) - Math.max(a.twinFloorLog[index]!, b.twinFloorLog[index]!);
  if (!(margin > widest(Math.sqrt(down * down + up * up), between))) return 0;
  return log > 0 ? 1 : -1;
}

/**
 * Several points of one machine as their geometric mean. It is known no better than they are on average: what
 * makes one cell of a run slow tends to make all of them slow, so their errors do not cancel.
 */
export function meanPoint(points: readonly LogPoint[]): LogPoint {
  const mean = (valueOf: (point: LogPoint) => number): number =>
    points.reduce((sum, point) => sum + valueOf(point), 0) / points.length;
  return {
    log: mean(({ log }) => log),
    down: mean(({ down }) => down),
    up: mean(({ up }) => up),
    betweenRuns: mean(({ betweenRuns }) => betweenRuns),
    runCount: Math.min(...points.map(({ runCount }) => runCount)),
  };
}

/** A ratio with the verdict that its interval gives. */
export function withVerdict(
  ratio: number,
  interval: Interval | null,
  floorRatio: number,
): ComparedRatio {
  const verdict = interval && classify(interval, floorRatio);
  return { ratio, interval, floorRatio, verdict };
}

function floorOf(betweenHalfWidthLog: number, twinFloorRatio: number): number {
  return Number.isNaN(betweenHalfWidthLog)
    ? Math.max(twinFloorRatio, assumedFloorRatio)
    : twinFloorRatio;
}

/** The larger of the two that are known. */
function widest(within: number, between: number): number {
  if (Number.isNaN(within)) return between;
  return between > within ? between : within;
}

/** NaN when neither side was run twice. Of each side the variance between runs and their number. */
function betweenHalfWidth(
  varianceOfA: number,
  runCountOfA: number,
  varianceOfB: number,
  runCountOfB: number,
): number {
  const weightOfA = Number.isNaN(varianceOfA) ? 0 : runCountOfA - 1;
  const weightOfB = Number.isNaN(varianceOfB) ? 0 : runCountOfB - 1;
  const degreesOfFreedom = weightOfA + weightOfB;
  if (degreesOfFreedom === 0) return Number.NaN;
  const sum =
    (weightOfA === 0 ? 0 : varianceOfA * weightOfA) +
    (weightOfB === 0 ? 0 : varianceOfB * weightOfB);
  const share = varianceShare(runCountOfA) + varianceShare(runCountOfB);
  return studentPoint(degreesOfFreedom) * Math.sqrt((sum / degreesOfFreedom) * share);
}

/**
 * Variance of the median of so many runs over that of one: of three and more values of a normal distribution
 * up to pi / 2 times that of their mean.
 */
function varianceShare(runCount: number): number {
  return (runCount > 2 ? Math.PI / 2 : 1) / runCount;
}
