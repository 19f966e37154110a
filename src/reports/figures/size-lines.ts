import type { Analysis, CellAnalysis } from '../../analysis/analysis.js';
import { formatBytes, formatCount } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { styleScales } from './algorithm-style.js';
import { logTicks, spreadLabels } from './end-labels.js';
import { plotWidthPx, type Layer } from './figure.js';
import type { Palette } from './palette.js';
import { cacheLayers, sizeAxisOf, sizeChannel, workloadLayers } from './size-axis.js';

/** Lines over the element count, one an algorithm, on a logarithmic axis. */
export interface SizeLines {
  /** The cells of one group to draw. */
  readonly cells: readonly CellAnalysis[];
  readonly valueOf: (cell: CellAnalysis) => number;
  readonly axisTitle: string;
  /** Fields of the tooltip beside algorithm and size, in the words of the reader. */
  readonly tooltipOf: (cell: CellAnalysis) => Readonly<Record<string, string>>;
  readonly heightPx: number;
}

const labelGapPx = 13;

/** The layers of such a figure: caches, workloads, lines with their points, names at their ends. */
export function sizeLineLayers(lines: SizeLines, analysis: Analysis, palette: Palette): Layer[] {
  const { cells, valueOf, heightPx, axisTitle } = lines;
  const ids = [...new Set(cells.map(({ algorithm }) => algorithm))];
  const scales = styleScales(ids, palette);
  const xAxis = sizeAxisOf(cells.map(({ elementCount }) => elementCount));
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
  const byAlgorithm = { field: 'algorithm', type: 'nominal' as const, legend: null };
  const color = { ...byAlgorithm, scale: scales.color };
  const points = cells.map((cell) => ({
    elementCount: cell.elementCount,
    value: valueOf(cell),
    algorithm: cell.algorithm,
    tooltip: {
      algorithm: cell.algorithm,
      elements: formatCount(cell.elementCount),
      footprint: `${formatBytes(cell.footprintBytes)} (${cell.region})`,
      ...lines.tooltipOf(cell),
    },
  }));
  const ends = endLabels(points, ids, { low, high, lengthPx: heightPx });
  return [
    ...cacheLayers(analysis, xAxis, palette),
    ...workloadLayers(xAxis, palette),
    {
      data: { values: points },
      mark: { type: 'line' },
      encoding: {
        x,
        y,
        color,
        strokeDash: { ...byAlgorithm, scale: scales.dash },
      },
    },
    {
      data: { values: points },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        x,
        y,
        color,
        shape: { ...byAlgorithm, scale: scales.shape },
      },
    },
    {
      data: { values: ends },
      mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11.5 },
      encoding: { y, color, text: { field: 'label' } },
    },
  ];
}

/** The name of each line beside its last point. */
function endLabels(
  points: readonly { elementCount: number; value: number; algorithm: string }[],
  ids: readonly string[],
  axis: { low: number; high: number; lengthPx: number },
) {
  const lasts = ids.map(
    (id) =>
      points
        .filter(({ algorithm }) => algorithm === id)
        .reduce((last, point) => (point.elementCount > last.elementCount ? point : last)).value,
  );
  return spreadLabels(lasts, axis, labelGapPx).map((value, index) => ({
    value,
    algorithm: ids[index]!,
    label: shortAlgorithmName(ids[index]!),
  }));
}
