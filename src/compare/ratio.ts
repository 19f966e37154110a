import type { Interval } from '../statistics/median-interval.js';
import { classify } from '../statistics/paired-ratio.js';
import { studentPoint } from '../statistics/student.js';
import { moderated } from '../statistics/moderated-variance.js';
import type { CombinedPoint, CombinedSeries } from './combine.js';
import { processVarianceOf } from './process-variance.js';

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
  /** From `log` to the ends of its interval; NaN without one. */
  readonly down: number;
  readonly up: number;
  /** Of a single run, and what is known of it (`errorOfRun`); else NaN, 0. */
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
  point: CombinedPoint,
  direction: Direction,
): LogPoint {
  const { at, value, betweenRunsLog, runCount } = point;
  const isMore = direction === 'more is better';
  const [toLow, toHigh] = widthsOf(point);
  const error = errorOfRun(point);
  const half =
    error === null ? 0 : studentPoint(wholeFreedom(error.degreesOfFreedom)) * error.standardError;
  return {
    log: isMore ? Math.log(value) : -Math.log(value),
    down: error === null ? (isMore ? toLow : toHigh) : half,
    up: error === null ? (isMore ? toHigh : toLow) : half,
    standardError: error?.standardError ?? Number.NaN,
    degreesOfFreedom: error?.degreesOfFreedom ?? 0,
    betweenRuns: betweenRunsLog === null ? Number.NaN : betweenRunsLog ** 2,
    runCount,
    aaRatio: series.floors.get(at.region) ?? 1,
  };
}

/** From the value of several runs to the ends of its interval, as logarithms; NaN without one, and for a single run. */
function widthsOf({ value, interval, processCount }: CombinedPoint): readonly [number, number] {
  if (interval === null || processCount !== null) return [Number.NaN, Number.NaN];
  return [Math.log(value / interval.low), Math.log(interval.high / value)];
}

/**
 * Runs differ from each other by more than their processes explain: by so much of the variance between the processes of
 * one. It was 0.2 to 0.44 of it over 21 and 20 runs of `quick` and 11 of `default` in a row on a virtual machine (Zen 5).
 */
const betweenRunsShare = 0.5;

interface RunError {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/**
 * What a single run says of its machine: with the variance s^2 between its n processes, moderated by those of the other
 * points of its sweep, the standard error is s sqrt(1 / n + `betweenRunsShare`). Null for several runs, and where fewer processes
 * than an interval of them requires say nothing of other runs.
 */
function errorOfRun({ interval, processCount, prior }: CombinedPoint): RunError | null {
  if (interval === null || processCount === null) return null;
  const own = processVarianceOf(interval.low, interval.high, processCount);
  if (Number.isNaN(own)) return null;
  const sample = { variance: own, degreesOfFreedom: processCount - 1 };
  const common = prior();
  const { variance, degreesOfFreedom } = common === null ? sample : moderated(sample, common);
  const standardError = Math.sqrt(variance * (1 / processCount + betweenRunsShare));
  return { standardError, degreesOfFreedom };
}

/** Rounded down, as tables of the distribution are used. */
function wholeFreedom(degreesOfFreedom: number): number {
  return Math.max(1, Math.floor(degreesOfFreedom + 1e-9));
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
  // Two errors of 0 have no degrees of freedom.
  const degreesOfFreedom = wholeFreedom(Number.isNaN(welch) ? 1 : welch);
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
  const student = studentPoint(wholeFreedom(2 * most));
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
