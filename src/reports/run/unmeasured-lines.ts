import type { UnmeasuredGroup } from '../../analysis/cells/cell-schema.js';
import { axisTexts, sweepAxes, type AxisName } from '../../model/axes.js';
import type { Cell } from '../../model/cell.js';
import { elementsOf } from '../../model/problem.js';
import { formatElements } from '../../units.js';

/** Reasons beyond this many are counted, not listed: the document has them all. */
const listedGroupCount = 12;

/** A line for each reason why cells were not measured, with the cells that it is about. */
export function unmeasuredLines(groups: readonly UnmeasuredGroup[]): readonly string[] {
  const lines = groups.slice(0, listedGroupCount).map(describe);
  const hiddenCount = groups.length - lines.length;
  return hiddenCount > 0
    ? [...lines, `... and ${hiddenCount} more reasons, all of them in the result file`]
    : lines;
}

function describe({ status, reason, cells }: UnmeasuredGroup): string {
  const count = cells.length === 1 ? '1 configuration' : `${cells.length} configurations`;
  const where = sweepAxes
    .map((name) => valuesOf(cells, name))
    .filter((text) => text !== '')
    .join('; ');
  const what = `${valuesOf(cells, 'implementation')} (${where}), ${elementRange(cells)}`;
  return `${status} ${count}: ${reason}: ${what}`;
}

/** The values of the cells on that axis, each once. */
function valuesOf(cells: readonly Cell[], name: AxisName): string {
  return [...new Set(cells.flatMap((cell) => axisTexts(cell, [name])))].join(', ');
}

function elementRange(cells: readonly Cell[]): string {
  const counts = cells.map(({ problem }) => elementsOf(problem));
  const smallest = formatElements(Math.min(...counts));
  const largest = formatElements(Math.max(...counts));
  return smallest === largest ? `${smallest} elements` : `${smallest} to ${largest} elements`;
}
