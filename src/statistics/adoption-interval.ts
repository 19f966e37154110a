import { orderInterval, type Interval } from './median-interval.js';
import { logMedian } from './median.js';
import { minimumProcessCount, studentInterval, type ValuesByProcess } from './process-sample.js';

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
  const ofProcesses = studentInterval(logs, '99%');
  return {
    low: Math.min(ofRounds.low, ofProcesses.low),
    high: Math.max(ofRounds.high, ofProcesses.high),
  };
}
