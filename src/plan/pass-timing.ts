import type { Cell } from '../model/cell.js';
import type { Problem } from '../model/problem.js';

/** A pass over so many elements takes 1 us and more, of which two readings of a clock are a small part. */
const timedRowColumns = 2 ** 14;

/**
 * Of so many elements a pass of a thread takes 4 us and more in any cache. What reading the clock costs is subtracted: what is
 * left of it, that one pass cannot begin before the other has ended, is less than a part in a hundred.
 */
const longPassColumns = 2 ** 17;

/** Of rows of so many elements nobody sees the clock, however many there are. */
const longRowColumns = 2 ** 20;

/** Whether the passes of a problem are timed. Of many short rows the clock would be a good part of the time. */
export function timesPasses({ rows, columns }: Problem): boolean {
  return rows === 1 || columns >= timedRowColumns;
}

/** Whether a call of the cell takes no longer for the clock being read between passes. */
export function hidesClock({ problem, scaling, threadCount }: Cell): boolean {
  const { rows, columns } = problem;
  const columnsOfThread = scaling === 'strong' ? columns / threadCount : columns;
  return columnsOfThread >= (rows === 1 ? longPassColumns : longRowColumns);
}
