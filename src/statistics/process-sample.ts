import { medianInterval, minimumIntervalCount, type Interval } from './median-interval.js';
import { logMedian } from './median.js';
import { studentPoint, type Confidence } from './student.js';

/**
 * Values by the process in which they were measured. Where the pages of an array lie differs from process to
 * process, so values of one process resemble each other.
 */
export type ValuesByProcess = readonly (readonly number[])[];

/**
 * From this many processes on, the interval covers the variation between them. Student's 95% point is 4.3
 * for three processes, but 12.7 for two, and an interval so wide decides nothing.
 */
export const minimumProcessCount = 3;

/** The median of each process on a logarithmic scale; of one that is not positive 0. */
export function processMedians(values: ValuesByProcess): readonly number[] {
  return values.map(logMedian);
}

/**
 * Geometric mean over the processes of the median of each; of one process its median. 0 if the median of a process is
 * not positive.
 * @param medians `processMedians` of the values.
 * @throws RangeError without values.
 */
export function processCenter(medians: readonly number[]): number {
  const [first, ...others] = medians;
  if (first === undefined) throw new RangeError('no center without values');
  return others.length === 0 ? first : Math.exp(mean(medians.map(Math.log)));
}

/**
 * 95% interval of `processCenter`: Student's t over the logarithms of the processes' medians, with the process
 * as the unit of repetition (Georges, Buytaert and Eeckhout 2007; Kalibera and Jones 2013). It holds its confidence
 * whatever the rounds of each process (Ibragimov and Mueller 2010); weights by rounds would not. It is symmetric
 * about the center on a logarithmic scale, and that of reciprocal values is its reciprocal.
 *
 * With fewer than `minimumProcessCount` processes it is `medianInterval` of the rounds of all, widened to the
 * center. It then covers the variation between rounds, not that between processes.
 *
 * Null for fewer than `minimumIntervalCount` rounds, and where an end would not be positive and finite.
 * @param medians `processMedians` of the values.
 * @param roundCount of all processes.
 * @param rounds one value a round; only called for few processes.
 */
export function processInterval(
  medians: readonly number[],
  roundCount: number,
  rounds: () => readonly number[],
): Interval | null {
  if (roundCount < minimumIntervalCount) return null;
  const interval =
    medians.length < minimumProcessCount
      ? widened(medianInterval(rounds()), processCenter(medians))
      : studentInterval(medians.map(Math.log));
  return interval !== null && interval.low > 0 && interval.high < Infinity ? interval : null;
}

/** Student's over two logarithms or more, as an interval of what they are of. */
export function studentInterval(logs: readonly number[], confidence?: Confidence): Interval {
  const center = mean(logs);
  const standardError = Math.sqrt(squaresAbout(center, logs) / (logs.length - 1) / logs.length);
  const factor = Math.exp(studentPoint(logs.length - 1, confidence) * standardError);
  return { low: Math.exp(center) / factor, high: Math.exp(center) * factor };
}

function widened(interval: Interval | null, center: number): Interval | null {
  return interval && { low: Math.min(interval.low, center), high: Math.max(interval.high, center) };
}

/**
 * Share of the variance of the logarithm of a round's value that lies between processes, from 0 to 1, by the
 * analysis of variance with random effects (Searle, Casella and McCulloch 1992, chapter 3). A rough figure for
 * few processes. Null for one process, and if no process has two rounds.
 * @param values one a round, positive.
 */
export function betweenProcessShare(values: ValuesByProcess): number | null {
  const logs = values.map((own) => own.map(Math.log));
  const all = logs.flat();
  const betweenFreedom = logs.length - 1;
  const withinFreedom = all.length - logs.length;
  if (betweenFreedom < 1 || withinFreedom < 1) return null;
  const withinSquares = sum(logs.map((own) => squaresAbout(mean(own), own)));
  const within = withinSquares / withinFreedom;
  const betweenSquares = squaresAbout(mean(all), all) - withinSquares;
  const roundsOfProcess =
    (all.length - sum(logs.map((own) => own.length ** 2)) / all.length) / betweenFreedom;
  const between = (betweenSquares / betweenFreedom - within) / roundsOfProcess;
  return between <= 0 ? 0 : between / (between + within);
}

function squaresAbout(center: number, values: readonly number[]): number {
  return sum(values.map((value) => (value - center) ** 2));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
