import {
  medianInterval,
  minimumIntervalCount,
  resampleCount,
  resampledMedians,
  widenedInterval,
  type Interval,
  type ResampledMedians,
} from './median-interval.js';
import { median, medianAbsoluteDeviation } from './median.js';
import { createRandom } from './random.js';
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
  const centers = values.map((own) => median(own));
  if (centers.length === 0) throw new RangeError('no center without values');
  return mean(centers);
}

/**
 * 95 % interval of `processCenter`. Of one process it is `medianInterval`. Of several it is the percentile
 * bootstrap that resamples processes first and then their rounds (Davison and Hinkley 1997, section 3.8),
 * widened because a few processes hold no more of the variation between them than their spread:
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
  const center = mean(resampled.map((own) => own.median));
  const halfWidth = smallSampleHalfWidth(resampled);
  const least = { low: center - halfWidth, high: center + halfWidth };
  return widenedByResamples(least, resampled, resampledProcesses(resampled, seed));
}

/**
 * Share of the variance of a round's value that lies between processes, from 0 to 1; null for one process. A
 * rough figure for few processes.
 */
export function betweenProcessShare(values: ValuesByProcess, seed: number): number | null {
  if (values.length < 2) return null;
  const resampled = values.map((own) => resampledMedians(own, seed));
  const excess = Math.max(0, betweenVariance(resampled) - mean(resampled.map(varianceOf)));
  const within = mean(values.map((own) => robustVariance(own)));
  return excess === 0 ? 0 : excess / (excess + within);
}

/** Of all processes of a sample. Overwritten for each: to make it anew would take as long as all the rest. */
const medians: number[] = [];

/**
 * `widenedInterval` of the mean over processes. What the medians of a process can be at most tells of most draws
 * that none of their resamples lies outside, so few have to be looked at.
 */
function widenedByResamples(
  least: Interval,
  resampled: readonly ResampledMedians[],
  draws: readonly ProcessDraw[],
): Interval {
  let medianCount = 0;
  for (const { values } of resampled) {
    for (const value of values) medians[medianCount++] = value;
  }
  const count = resampled.length;
  const lowSum = count * least.low;
  const highSum = count * least.high;
  const below: number[] = [];
  const above: number[] = [];
  for (const { processes, places } of draws) {
    let lowest = 0;
    let highest = 0;
    for (const process of processes) {
      lowest += resampled[process]!.least;
      highest += resampled[process]!.most;
    }
    if (lowest >= lowSum && highest <= highSum) continue;
    for (let place = 0; place < places.length;) {
      let sum = 0;
      for (const end = place + count; place < end; place += 1) sum += medians[places[place]!]!;
      if (sum < lowSum) below.push(sum / count);
      else if (sum > highSum) above.push(sum / count);
    }
  }
  return widenedInterval(least, below, above);
}

/** The resamples that draw the same processes. */
interface ProcessDraw {
  /** Ascending; those drawn more than once stand there as often. */
  readonly processes: readonly number[];
  /** Of one resample after the other, where its medians are found among those of all processes. */
  readonly places: Uint32Array;
}

/** By the numbers of values and the seed, on which alone they depend: a document has thousands of samples. */
const drawsBySizesAndSeed = new Map<string, readonly ProcessDraw[]>();

/** Each takes some kilobytes. */
const rememberedDrawsCount = 256;

function resampledProcesses(
  resampled: readonly ResampledMedians[],
  seed: number,
): readonly ProcessDraw[] {
  const key = `${resampled.map(({ sampleCount }) => sampleCount).join(' ')}/${seed}`;
  const known = drawsBySizesAndSeed.get(key);
  if (known !== undefined) return known;
  const draws = drawProcesses(resampled, seed);
  if (drawsBySizesAndSeed.size >= rememberedDrawsCount) drawsBySizesAndSeed.clear();
  drawsBySizesAndSeed.set(key, draws);
  return draws;
}

function drawProcesses(
  resampled: readonly ResampledMedians[],
  seed: number,
): readonly ProcessDraw[] {
  const random = createRandom(seed);
  const count = resampled.length;
  const drawn = Array.from({ length: resampleCount }, () =>
    Array.from({ length: count }, () => Math.floor(random() * count)).sort((a, b) => a - b),
  );
  let medianCount = 0;
  const offsets = resampled.map(({ values }) => {
    const offset = medianCount;
    medianCount += values.length;
    return offset;
  });
  const byProcesses = new Map<string, { processes: readonly number[]; places: number[] }>();
  for (const processes of drawn) {
    const key = processes.join(' ');
    const places = processes.map(
      (process) =>
        offsets[process]! + resampled[process]!.places[Math.floor(random() * resampleCount)]!,
    );
    const own = byProcesses.get(key);
    if (own === undefined) byProcesses.set(key, { processes, places });
    else own.places.push(...places);
  }
  return [...byProcesses.values()].map(({ processes, places }) => ({
    processes,
    places: Uint32Array.from(places),
  }));
}

function smallSampleHalfWidth(resampled: readonly ResampledMedians[]): number {
  const count = resampled.length;
  const between = betweenVariance(resampled);
  const expected = mean(resampled.map(varianceOf));
  const alike = count === 2 ? alikePointOfTwo : alikePoint;
  const student = between > expected ? studentPoint(count - 1) * Math.sqrt(between) : 0;
  return Math.max(student, alike * Math.sqrt(expected)) / Math.sqrt(count);
}

function varianceOf({ variance }: ResampledMedians): number {
  return variance;
}

/** Of the medians of the processes. */
function betweenVariance(resampled: readonly ResampledMedians[]): number {
  const centers = resampled.map((own) => own.median);
  const center = mean(centers);
  let sum = 0;
  for (const own of centers) sum += (own - center) ** 2;
  return sum / (centers.length - 1);
}

/** The square of the median absolute deviation, scaled to agree with the variance of a normal distribution. */
function robustVariance(values: readonly number[]): number {
  const center = median(values);
  return (1.4826 * medianAbsoluteDeviation(values, center)) ** 2;
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
