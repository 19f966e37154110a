import { widenedByMeanOfDraws } from './mean-of-draws.js';
import {
  medianInterval,
  minimumIntervalCount,
  resampledMedians,
  type Interval,
  type ResampledMedians,
} from './median-interval.js';
import { median, medianAbsoluteDeviation } from './median.js';
import { studentPoint } from './student.js';

/**
 * One value a round, by the process in which it was measured. Where the pages of an array lie differs from
 * process to process, so rounds of one process resemble each other.
 */
export type ValuesByProcess = readonly (readonly number[])[];

/**
 * How many standard errors wide the interval is, to either side, where processes differ by no more than their
 * rounds let expect. That they do not differ cannot be known from a few, hence more than 1.96: these
 * keep the coverage at 93 % and more whatever the effect of a process (`process-sample.test.ts`).
 */
const alikePoint = 2.3;
const alikePointOfTwo = 3.8;

/** Mean over the processes of the median of each; of one process its median. @throws RangeError without values. */
export function processCenter(values: ValuesByProcess): number {
  if (values.length === 0) throw new RangeError('no center without values');
  return meanOf(values, (own) => median(own));
}

/**
 * 95 % interval of `processCenter`. Of one process it is `medianInterval`. Of several it is the percentile
 * bootstrap that resamples processes first and then their rounds (Davison and Hinkley 1997, section 3.8), with all
 * resamples of processes that there can be. It is widened because a few processes hold no more of the variation between them than their spread:
 * to Student's interval of the processes' medians where these differ by more than their rounds let
 * expect, and to `alikePoint` standard errors of the rounds where they do not.
 * Null for fewer than `minimumIntervalCount` values. Same values and seed, same interval.
 */
export function processInterval(values: ValuesByProcess, seed: number): Interval | null {
  const [first, second] = values;
  if (first === undefined) return null;
  if (second === undefined) return medianInterval(first, seed);
  if (values.reduce((sum, own) => sum + own.length, 0) < minimumIntervalCount) return null;
  const resampled = values.map((own) => resampledMedians(own, seed));
  const center = meanOf(resampled, centerOf);
  const halfWidth = smallSampleHalfWidth(resampled);
  const least = { low: center - halfWidth, high: center + halfWidth };
  return widenedByMeanOfDraws(least, resampled, resampled.length);
}

/**
 * Share of the variance of a round's value that lies between processes, from 0 to 1; null for one process. A
 * rough figure for few processes.
 */
export function betweenProcessShare(values: ValuesByProcess, seed: number): number | null {
  if (values.length < 2) return null;
  const resampled = values.map((own) => resampledMedians(own, seed));
  const excess = Math.max(0, betweenVariance(resampled) - meanOf(resampled, varianceOf));
  const within = meanOf(values, robustVariance);
  return excess === 0 ? 0 : excess / (excess + within);
}

function smallSampleHalfWidth(resampled: readonly ResampledMedians[]): number {
  const count = resampled.length;
  const between = betweenVariance(resampled);
  const expected = meanOf(resampled, varianceOf);
  const alike = count === 2 ? alikePointOfTwo : alikePoint;
  const student = between > expected ? studentPoint(count - 1) * Math.sqrt(between) : 0;
  return Math.max(student, alike * Math.sqrt(expected)) / Math.sqrt(count);
}

function centerOf({ median: center }: ResampledMedians): number {
  return center;
}

function varianceOf({ variance }: ResampledMedians): number {
  return variance;
}

/** Of the medians of the processes. */
function betweenVariance(resampled: readonly ResampledMedians[]): number {
  const center = meanOf(resampled, centerOf);
  let squares = 0;
  for (const own of resampled) squares += (own.median - center) ** 2;
  return squares / (resampled.length - 1);
}

/** The square of the median absolute deviation, scaled to agree with the variance of a normal distribution. */
function robustVariance(values: readonly number[]): number {
  const center = median(values);
  return (1.4826 * medianAbsoluteDeviation(values, center)) ** 2;
}

function meanOf<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += valueOf(item);
  return sum / items.length;
}
