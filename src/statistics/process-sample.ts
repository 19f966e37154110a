import {
  median,
  medianInterval,
  minimumIntervalCount,
  resampleCount,
  resampledMedians,
  type Interval,
  type ResampledMedians,
} from './median.js';
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
  const bootstrap = hierarchicalBootstrap(values, resampled, seed);
  const center = processCenter(values);
  const halfWidth = smallSampleHalfWidth(values, resampled);
  return {
    low: Math.min(bootstrap.low, center - halfWidth),
    high: Math.max(bootstrap.high, center + halfWidth),
  };
}

/**
 * Share of the variance of a round's value that lies between processes, from 0 to 1; null for one process. A
 * rough figure for few processes.
 */
export function betweenProcessShare(values: ValuesByProcess, seed: number): number | null {
  if (values.length < 2) return null;
  const between = betweenVariance(values);
  const expected = mean(values.map((own) => resampledMedians(own, seed).variance));
  const excess = Math.max(0, between - expected);
  const within = mean(values.map((own) => robustVariance(own)));
  return excess === 0 ? 0 : excess / (excess + within);
}

/** Into so many bins the range of what is resampled is divided, whatever the number of processes. */
const binCount = 4096;
/** Overwritten for each interval: to make it anew would take as long as to fill it. */
const timesDrawn = new Uint16Array(binCount);

/**
 * The values of ranks 25 and 975 among the means of 1000 resamples. They are counted in bins, since sorting them
 * would be most of an analysis; both ends err outwards, by at most two bins.
 */
function hierarchicalBootstrap(
  values: ValuesByProcess,
  resampled: readonly ResampledMedians[],
  seed: number,
): Interval {
  let least = Infinity;
  let most = -Infinity;
  for (const own of resampled) {
    for (const value of own.values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (most === least) return { low: least, high: most };
  const binWidth = (most - least) / (binCount - 1);
  const bins = resampled.flatMap((own) =>
    own.values.map((value) => Math.round((value - least) / binWidth)),
  );

  const draws = drawsOf(values, resampled, seed);
  const share = 1 / resampled.length;
  timesDrawn.fill(0);
  for (let draw = 0; draw < draws.length;) {
    let sum = 0;
    for (const end = draw + resampled.length; draw < end; draw += 1) sum += bins[draws[draw]!]!;
    timesDrawn[Math.round(sum * share)]! += 1;
  }
  const outerCount = 0.025 * resampleCount;
  let lower = 0;
  for (let drawn = timesDrawn[0]!; drawn < outerCount; drawn += timesDrawn[lower]!) lower += 1;
  let upper = binCount - 1;
  for (let drawn = timesDrawn[upper]!; drawn < outerCount; drawn += timesDrawn[upper]!) upper -= 1;
  return {
    low: Math.max(least, least + (lower - 1) * binWidth),
    high: Math.min(most, least + (upper + 1) * binWidth),
  };
}

/** By the numbers of values and the seed, on which alone they depend: a document has thousands of samples. */
const drawsBySizesAndSeed = new Map<string, Uint32Array>();

/** Each takes some kilobytes. */
const rememberedDrawsCount = 256;

/** Which medians the resamples take one after the other, as places among those of all processes. */
function drawsOf(
  values: ValuesByProcess,
  resampled: readonly ResampledMedians[],
  seed: number,
): Uint32Array {
  const key = `${values.map((own) => own.length).join(' ')}/${seed}`;
  const known = drawsBySizesAndSeed.get(key);
  if (known !== undefined) return known;
  const random = createRandom(seed);
  const drawCount = resampleCount * resampled.length;
  const processes = Array.from({ length: drawCount }, () =>
    Math.floor(random() * resampled.length),
  );
  let medianCount = 0;
  const offsets = resampled.map((own) => {
    const offset = medianCount;
    medianCount += own.values.length;
    return offset;
  });
  const draws = Uint32Array.from(processes, (process) => {
    const { places } = resampled[process]!;
    return offsets[process]! + places[Math.floor(random() * resampleCount)]!;
  });
  if (drawsBySizesAndSeed.size >= rememberedDrawsCount) drawsBySizesAndSeed.clear();
  drawsBySizesAndSeed.set(key, draws);
  return draws;
}

function smallSampleHalfWidth(
  values: ValuesByProcess,
  resampled: readonly ResampledMedians[],
): number {
  const count = values.length;
  const between = betweenVariance(values);
  const expected = mean(resampled.map((own) => own.variance));
  const alike = count === 2 ? alikePointOfTwo : alikePoint;
  const student = between > expected ? studentPoint(count - 1) * Math.sqrt(between) : 0;
  return Math.max(student, alike * Math.sqrt(expected)) / Math.sqrt(count);
}

function betweenVariance(values: ValuesByProcess): number {
  const centers = values.map((own) => median(own));
  const degreesOfFreedom = centers.length - 1;
  return (variance(centers) * centers.length) / degreesOfFreedom;
}

/** The square of the median absolute deviation, scaled to agree with the variance of a normal distribution. */
function robustVariance(values: readonly number[]): number {
  const center = median(values);
  return (1.4826 * median(values.map((value) => Math.abs(value - center)))) ** 2;
}

function variance(values: readonly number[]): number {
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return sum / values.length;
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
