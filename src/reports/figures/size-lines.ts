import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { Machine } from '../../model/machine.js';
import { elementsOf } from '../../model/problem.js';
import { formatBytes, formatElements } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { regionText } from '../shared/cell-text.js';
import { styleScales } from './algorithm-style.js';
import { logTicks, spreadLabels } from './end-labels.js';
import { plotWidthPx, type Layer } from './figure.js';
import type { Palette } from './palette.js';
import { cacheLayers, sizeAxisOf, sizeChannel, workloadLayers } from './size-axis.js';

/** Lines over the element count, one an implementation, on a logarithmic axis. */
export interface SizeLines {
  /** The cells of one sweep to draw. */
  readonly cells: readonly CellAnalysis[];
  readonly valueOf: (cell: CellAnalysis) => number;
  readonly axisTitle: string;
  /** Fields of the tooltip after implementation and size, in the words of the reader. */
  readonly tooltipOf: (cell: CellAnalysis) => Readonly<Record<string, string>>;
  readonly heightPx: number;
}

const labelGapPx = 13;

/** The layers of such a figure: caches, workloads, lines with their points, names at their ends. */
export function sizeLineLayers(
  lines: SizeLines,
  sweep: SweepFacts,
  machine: Machine,
  palette: Palette,
): Layer[] {
  const { cells, valueOf, heightPx, axisTitle } = lines;
  const ids = [...new Set(cells.map(({ implementation }) => implementation))];
  const scales = styleScales(ids, palette);
  const xAxis = sizeAxisOf(cells.map(({ problem }) => problem));
  const values = cells.map(valueOf);
  // Room below for the names of the regions.
  const low = Math.min(...values) / 1.5;
  const high = Math.max(...values) * 1.08;

  const x = sizeChannel(xAxis);
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: axisTitle,
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: logTicks(low, high), format: '~g' },
  };
  const byImplementation = { field: 'implementation', type: 'nominal' as const, legend: null };
  const color = { ...byImplementation, scale: scales.color };
  const points = cells.map((cell) => ({
    elements: elementsOf(cell.problem),
    value: valueOf(cell),
    implementation: cell.implementation,
    tooltip: {
      implementation: cell.implementation,
      elements: formatElements(elementsOf(cell.problem)),
      'working set': `${formatBytes(cell.workingSetBytes)} (${regionText(cell.region, machine)})`,
      ...lines.tooltipOf(cell),
    },
  }));
  const ends = endLabels(points, ids, { low, high, lengthPx: heightPx });
  return [
    ...cacheLayers(sweep, machine, xAxis, palette),
    ...workloadLayers(xAxis, palette),
    {
      data: { values: points },
      mark: { type: 'line' },
      encoding: { x, y, color, strokeDash: { ...byImplementation, scale: scales.dash } },
    },
    {
      data: { values: points },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color, shape: { ...byImplementation, scale: scales.shape } },
    },
    {
      data: { values: ends },
      mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11.5 },
      encoding: { y, color, text: { field: 'label' } },
    },
  ];
}

/** The name of each line next to its last point. */
function endLabels(
  points: readonly { elements: number; value: number; implementation: string }[],
  ids: readonly string[],
  axis: { low: number; high: number; lengthPx: number },
) {
  const lasts = ids.map(
    (id) =>
      points
        .filter(({ implementation }) => implementation === id)
        .reduce((last, point) => (point.elements > last.elements ? point : last)).value,
  );
  return spreadLabels(lasts, axis, labelGapPx).map((value, index) => ({
    value,
    implementation: ids[index]!,
    label: shortAlgorithmName(ids[index]!),
  }));
}
