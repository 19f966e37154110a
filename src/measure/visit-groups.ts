import { isOwn } from '../model/cell.js';
import type { CellRecord } from './cell-record.js';

/** A message and its answer take as long as a visit in cache; beside this much they are a few percent at most. */
const groupSeconds = 0.1;

/**
 * The records in their order, those whose visits follow each other without a word between them together: own cells that
 * were visited before, which took no longer than `groupSeconds` in all. What is lost with a process is no more than that.
 */
export function visitGroups(records: readonly CellRecord[]): readonly (readonly CellRecord[])[] {
  const groups: CellRecord[][] = [];
  let leftSeconds = 0;
  for (const record of records) {
    const { wholeVisitSeconds } = record;
    const joins = isKnown(record) && wholeVisitSeconds <= leftSeconds;
    if (joins) groups.at(-1)!.push(record);
    else groups.push([record]);
    if (!isKnown(record)) leftSeconds = 0;
    else leftSeconds = (joins ? leftSeconds : groupSeconds) - wholeVisitSeconds;
  }
  return groups;
}

function isKnown({ cell, batchCount, wholeVisitSeconds }: CellRecord): boolean {
  return isOwn(cell) && batchCount !== null && wholeVisitSeconds > 0;
}

/** What each of the visits took of these seconds, by what the worker saw of it. */
export function sharesOf(
  seconds: number,
  records: readonly CellRecord[],
): readonly (readonly [CellRecord, number])[] {
  const own = records.map(({ lastVisitSeconds }) => lastVisitSeconds ?? 0);
  const restSeconds = seconds - own.reduce((sum, value) => sum + value, 0);
  return records.map((record, index) => [record, own[index]! + restSeconds / records.length]);
}
