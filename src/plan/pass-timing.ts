import type { Problem } from '../model/problem.js';

/** A pass over so many elements takes 1 us and more, of which two readings of a clock are a small part. */
const timedRowColumns = 2 ** 14;

/** Of so many elements a pass takes 50 us and more, beside which nobody sees the clock. */
const longRowColumns = 2 ** 20;

/** Whether the passes of a problem are timed. Of many short rows the clock would be a good part of the time. */
export function timesPasses({ rows, columns }: Problem): boolean {
  return rows === 1 || columns >= timedRowColumns;
}

/** Whether a call takes no longer for the clock being read between passes. */
export function hidesClock({ rows, columns }: Problem): boolean {
  return rows === 1 || columns >= longRowColumns;
}
