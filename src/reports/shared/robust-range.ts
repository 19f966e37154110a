import { median } from '../../statistics/median.js';
import { rangeOf } from '../../statistics/range-of.js';

/** In units of the usual distance from the median. */
const reach = 6;

/**
 * The range of an axis for values of which a few may be far off: all of them where none is, else up to
 * `reach` times their median distance from the median, on a logarithmic scale. Values are positive.
 */
export function robustRange(values: readonly number[]): { low: number; high: number } {
  const center = Math.log(median(values));
  const distance = median(values.map((value) => Math.abs(Math.log(value) - center)));
  const room = reach * distance;
  const logs = values.map((value) => Math.log(value));
  const inside = logs.filter((log) => room === 0 || Math.abs(log - center) <= room);
  const { low, high } = rangeOf(inside);
  return { low: Math.exp(low), high: Math.exp(high) };
}
