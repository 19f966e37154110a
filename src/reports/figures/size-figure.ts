import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import { problemText } from '../../model/problem-text.js';
import { elementsOf } from '../../model/problem.js';
import { formatBytes } from '../../units.js';
import { regionText } from '../shared/cell-text.js';
import { cellsIn, sweepName } from '../shared/sweep-name.js';
import { seriesLegend } from './algorithm-style.js';
import { empty, nothingMeasured, type Figure, type Layer, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import { seriesLayers, type SeriesPoint } from './series-layers.js';
import { cacheLayers, sizeAxisOf, sizeChannel, type SizeAxis } from './size-axis.js';
import { frameOf, titleOf } from './theme.js';

/** A point of a line over elements. */
export type SizePoint = SeriesPoint<'elements'>;

/** What differs between the figures with one line over the size for each implementation. */
export interface SizeFigure extends Pick<Figure, 'id' | 'title' | 'isLead'> {
  readonly caption: string;
  readonly heightPx: number;
  /** Whether it shows the implementation. */
  readonly shows: (analysis: Analysis, cell: CellAnalysis) => boolean;
  readonly valueOf: (cell: CellAnalysis) => number;
  readonly axisTitle: string;
  /** Fields of the tooltip after implementation and size, in the words of the reader. */
  readonly tooltipOf: (cell: CellAnalysis) => Readonly<Record<string, string>>;
  /** Points of lines that are no implementation, from the cells of the sweep. */
  readonly otherPoints?: (
    analysis: Analysis,
    cells: readonly CellAnalysis[],
  ) => readonly SizePoint[];
  /** Behind the lines. */
  readonly background?: (
    analysis: Analysis,
    subject: SweepFacts,
    axis: SizeAxis,
    layout: Layout,
    palette: Palette,
  ) => readonly Layer[];
}

/** A figure of the subject on logarithmic axes. */
export function sizeFigure(figure: SizeFigure): Figure {
  const { id, title, caption, heightPx, shows, isLead = false } = figure;
  return {
    id,
    title,
    isLead,
    isFor: ({ batches }) => batches === null,
    draw: (analysis, palette, layout) => {
      const { subject, sweeps } = analysis;
      if (subject === null) return empty(nothingMeasured);
      const inSweep = cellsIn(analysis, subject);
      const cells = inSweep.filter((cell) => shows(analysis, cell));
      if (cells.length === 0) {
        return empty(`Nothing that it shows was measured on ${subject.target}.`);
      }
      const points = [
        ...cells.map((cell) => pointOf(figure, analysis, cell)),
        ...(figure.otherPoints?.(analysis, inSweep) ?? []),
      ];
      const ids = [...new Set(points.map(({ implementation }) => implementation))];
      const isRough = points.some(({ isHollow }) => isHollow);
      return {
        status: 'drawn',
        caption: isRough ? `${caption} Hollow points: too few rounds for a 95% CI.` : caption,
        legend: seriesLegend(ids, palette),
        spec: {
          ...frameOf(palette, layout),
          ...titleOf(title, `${sweepName(subject, sweeps)}; medians`, layout),
          width: layout.plotWidthPx,
          height: heightPx,
          layer: [
            ...(figure.background?.(analysis, subject, axisOf(points), layout, palette) ?? []),
            ...cacheLayers(subject, analysis.machine, axisOf(points), layout, palette),
            ...lineLayers(figure, points, layout, palette),
          ],
        },
      };
    },
  };
}

function axisOf(points: readonly SizePoint[]): SizeAxis {
  return sizeAxisOf(points.map(({ elements }) => elements));
}

/** Room below for the names of the regions, above for those of the fastest. */
function lineLayers(
  { axisTitle, heightPx }: SizeFigure,
  points: readonly SizePoint[],
  layout: Layout,
  palette: Palette,
): readonly Layer[] {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values) / 1.5, Math.max(...values) * 1.15];
  return seriesLayers(
    { points, hasBands: false },
    {
      x: sizeChannel(axisOf(points), layout),
      yAxis: { title: axisTitle, low, high, lengthPx: heightPx },
    },
    layout,
    palette,
  );
}

function pointOf(
  { valueOf, tooltipOf }: SizeFigure,
  { machine }: Analysis,
  cell: CellAnalysis,
): SizePoint {
  const { problem, implementation, workingSetBytes, region, flags } = cell;
  return {
    elements: elementsOf(problem),
    value: valueOf(cell),
    implementation,
    isHollow: flags.includes('few-samples'),
    tooltip: {
      implementation,
      elements: problemText(problem),
      'working set': `${formatBytes(workingSetBytes)} (${regionText(region, machine)})`,
      ...tooltipOf(cell),
    },
  };
}
