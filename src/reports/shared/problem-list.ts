import type { ProblemGroup } from '../../analysis/quality/problems.js';
import { formatCount } from '../../units.js';

/** Reasons beyond this many are counted, not listed: the document holds them all. */
const listedGroupCount = 12;

/** A line for each reason why cells were not measured, with the cells that it hit. */
export function problemLines(problems: readonly ProblemGroup[]): readonly string[] {
  const lines = problems.slice(0, listedGroupCount).map(describe);
  const hiddenCount = problems.length - lines.length;
  return hiddenCount > 0
    ? [...lines, `... and ${hiddenCount} more reasons, all of them in the result file`]
    : lines;
}

function describe({ status, reason, cells }: ProblemGroup): string {
  const algorithms = unique(cells.map(({ algorithm }) => algorithm)).join(', ');
  const targets = unique(cells.map(({ target }) => target)).join(', ');
  const states = unique(cells.map(({ cacheState }) => cacheState)).join(', ');
  const cellCount = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
  const what = `${algorithms} on ${targets} (${states}), ${elementRange(cells)}`;
  return `${status} ${cellCount}: ${reason}: ${what}`;
}

function elementRange(cells: ProblemGroup['cells']): string {
  const counts = cells.map(({ elementCount }) => elementCount);
  const smallest = formatCount(Math.min(...counts));
  const largest = formatCount(Math.max(...counts));
  return smallest === largest ? `${smallest} elements` : `${smallest} to ${largest} elements`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
