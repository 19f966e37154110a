import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { Machine } from '../../model/machine.js';
import { elementsOf } from '../../model/problem.js';
import { formatBytes, formatElements } from '../../units.js';
import { regionText } from '../shared/cell-text.js';
import { cellsIn, sweepName } from '../shared/sweep-name.js';
import { styleScales } from './algorithm-style.js';
import { logTicks } from './end-labels.js';
import { empty, nothingMeasured, plotWidthPx, type Figure, type Layer } from './figure.js';
import { lineEndLayer } from './line-end-layer.js';
import type { Palette } from './palette.js';
import { cacheLayers, sizeAxisOf, sizeChannel, workloadLayers } from './size-axis.js';
import { frameOf } from './theme.js';

/** What differs between the figures with one line over the size for each implementation. */
export interface SizeFigure extends Pick<Figure, 'id' | 'title'> {
  readonly caption: string;
  /** Baselines that it shows with the algorithms. */
  readonly baselines: readonly string[];
  readonly valueOf: (cell: CellAnalysis) => number;
  readonly axisTitle: string;
  /** Fields of the tooltip after implementation and size, in the words of the reader. */
  readonly tooltipOf: (cell: CellAnalysis) => Readonly<Record<string, string>>;
}

const heightPx = 330;

/** A figure of the subject on logarithmic axes. */
export function sizeFigure(figure: SizeFigure): Figure {
  const { id, title, caption, baselines } = figure;
  return {
    id,
    title,
    draw: (analysis, palette) => {
      const { subject, sweeps, machine } = analysis;
      if (subject === null) return empty(nothingMeasured);
      const cells = cellsIn(analysis, subject).filter(
        ({ kind, implementation }) => kind === 'algorithm' || baselines.includes(implementation),
      );
      if (cells.length === 0) {
        const missing = ['algorithm', ...baselines].join(' and no ');
        return empty(`No ${missing} was measured on ${subject.target}.`);
      }
      return {
        status: 'drawn',
        caption: cells.some(isRough)
          ? `${caption} Pale points: too few rounds for a 95% CI.`
          : caption,
        spec: {
          ...frameOf(palette),
          title: { text: title, subtitle: `${sweepName(subject, sweeps)}; medians` },
          width: plotWidthPx,
          height: heightPx,
          layer: layersOf(figure, cells, { subject, machine }, palette),
        },
      };
    },
  };
}

function isRough({ flags }: CellAnalysis): boolean {
  return flags.includes('few-samples');
}

/** Caches, workloads, lines with their points, names at their ends. */
function layersOf(
  { valueOf, axisTitle, tooltipOf }: SizeFigure,
  cells: readonly CellAnalysis[],
  { subject, machine }: { subject: SweepFacts; machine: Machine },
  palette: Palette,
): Layer[] {
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
    isRough: isRough(cell),
    tooltip: {
      implementation: cell.implementation,
      elements: formatElements(elementsOf(cell.problem)),
      'working set': `${formatBytes(cell.workingSetBytes)} (${regionText(cell.region, machine)})`,
      ...tooltipOf(cell),
    },
  }));
  return [
    ...cacheLayers(subject, machine, xAxis, palette),
    ...workloadLayers(xAxis, palette),
    {
      data: { values: points },
      mark: { type: 'line' },
      encoding: { x, y, color, strokeDash: { ...byImplementation, scale: scales.dash } },
    },
    {
      data: { values: points },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        x,
        y,
        color,
        shape: { ...byImplementation, scale: scales.shape },
        opacity: { condition: { test: 'datum.isRough', value: 0.35 }, value: 1 },
      },
    },
    lineEndLayer(points, { low, high, lengthPx: heightPx }, { y, color }),
  ];
}
