import { orderInterval, type Interval } from './median-interval.js';
import { logMedian } from './median.js';
import { minimumProcessCount, type ValuesByProcess } from './process-sample.js';

/** Two-sided 99% points of Student's t for 1 to 10 degrees of freedom (Abramowitz and Stegun, table 26.10). */
const points = [63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.25, 3.169];

const tail = 0.005;

/**
 * 99% interval of a ratio by its rounds in each process, for decisions that are to be wrong rarely: from the lower end of
 * two intervals to the upper one. One is of the median of all rounds, the other, from three processes on, Student's over
 * the logarithms of their medians. Null for fewer than 8 rounds.
 * @param ratios positive.
 */
export function adoptionInterval(ratios: ValuesByProcess): Interval | null {
  const measured = ratios.filter((own) => own.length > 0);
  const ofRounds = orderInterval(measured.flat(), tail);
  if (ofRounds === null || measured.length < minimumProcessCount) return ofRounds;
  const logs = measured.map((own) => Math.log(logMedian(own)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (logs.length - 1) / logs.length);
  const half = (points[logs.length - 2] ?? points.at(-1)!) * standardError;
  return {
    low: Math.min(ofRounds.low, Math.exp(mean - half)),
    high: Math.max(ofRounds.high, Math.exp(mean + half)),
  };
}
