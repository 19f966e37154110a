import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { groupBy } from '../../model/group-by.js';
import { compareProblems, formatProblem } from '../../model/problem.js';
import { callElementsOf } from '../../model/threading.js';
import { formatElements, formatSignificant } from '../../units.js';
import { intervalText, regionText } from '../shared/cell-text.js';
import { cellsIn } from '../shared/sweep-name.js';
import { algorithmStyle, floorSeries, floorSeriesOf, seriesLegend } from './algorithm-style.js';
import { empty, nothingMeasured, type Figure, type Layer, type Layout } from './figure.js';
import { floorTicks, type ShapeFloor } from './floor-ticks.js';
import type { Palette } from './palette.js';
import { frameOf, panelTitleOf, titleOf } from './theme.js';

const title = 'Time per element by shape';
const rowHeightPx = 24;

/** In place of the figures with an axis of sizes: one row a shape, grouped by the length of rows. */
export const shapes: Figure = {
  id: 'shapes',
  title,
  isFor: ({ batches }) => batches !== null,
  draw: (analysis, palette, layout) => {
    const { subject, batches } = analysis;
    if (subject === null) return empty(nothingMeasured);
    if (batches === null) return empty('Every shape that was measured has one row.');
    const cells = cellsIn(analysis, subject).filter(({ kind }) => kind === 'algorithm');
    if (cells.length === 0) return empty('No algorithm was measured.');
    const lengths = [...groupBy(cells, ({ problem }) => problem.columns)].sort(([a], [b]) => a - b);
    const ids = [...new Set(cells.map(({ implementation }) => implementation))];
    const floors = floorsOf(cells, analysis).map(({ series }) => series);
    return {
      status: 'drawn',
      caption:
        'Median time of one call over its elements, lower is faster; rows of one length together. Upright lines: ' +
        'read + copy floor of the headline, one copy where a cache keeps a row between its passes; dashed and ' +
        `hollow: NT stores.${cells.some(isRough) ? ' Pale points: too few rounds for a 95% CI.' : ''}`,
      legend: seriesLegend([...ids, ...new Set([floorSeries, ...floors])], palette),
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, 'ns per element, medians', layout),
        spacing: 14,
        vconcat: lengths.map(([columns, own], index) =>
          groupOf(columns, own, {
            analysis,
            palette,
            layout,
            isLast: index === lengths.length - 1,
            domain: domainOf(cells),
          }),
        ),
      },
    };
  },
};

interface GroupContext {
  readonly analysis: Analysis;
  readonly palette: Palette;
  readonly layout: Layout;
  readonly isLast: boolean;
  readonly domain: readonly [number, number];
}

function isRough({ flags }: CellAnalysis): boolean {
  return flags.includes('few-samples');
}

/** The same axis for all lengths. */
function domainOf(cells: readonly CellAnalysis[]): readonly [number, number] {
  const values = cells.flatMap((cell) => [cell.nsPerElement, floorOf(cell) ?? cell.nsPerElement]);
  return [Math.min(...values) / 1.1, Math.max(...values) * 1.1];
}

function floorOf(cell: CellAnalysis): number | null {
  return cell.floorNs === null ? null : cell.floorNs / callElementsOf(cell);
}

function groupOf(
  columns: number,
  cells: readonly CellAnalysis[],
  { analysis, palette, layout, isLast, domain }: GroupContext,
) {
  const problems = [
    ...groupBy(
      cells.map(({ problem }) => problem),
      formatProblem,
    ).values(),
  ].map(([problem]) => problem!);
  const x = {
    type: 'quantitative' as const,
    field: 'ns',
    title: isLast ? 'ns per element (log scale)' : null,
    scale: { type: 'log' as const, nice: false, domain: [...domain] },
    axis: { tickCount: 6, format: '~g', labels: isLast, ticks: isLast },
  };
  const y = {
    field: 'shape',
    type: 'nominal' as const,
    sort: problems.toSorted(compareProblems).map(formatProblem),
    title: null,
    axis: { ticks: false, domain: false, grid: true },
  };
  return {
    ...panelTitleOf(`rows of ${formatElements(columns)} columns`),
    width: layout.isNarrow ? layout.plotWidthPx - 80 : layout.plotWidthPx - 20,
    height: problems.length * rowHeightPx,
    layer: [
      ...floorTicks(floorsOf(cells, analysis), x, y, palette),
      pointLayer(cells, analysis, x, y, palette),
    ],
  };
}

/** A group has the floor of the headline, and that of its form with NT stores. */
function floorsOf(cells: readonly CellAnalysis[], { study }: Analysis): readonly ShapeFloor[] {
  return cells.flatMap((cell) => {
    const { implementation, problem } = cell;
    const ns = floorOf(cell);
    const series = floorSeriesOf(implementation, study.headline);
    return ns === null || series === null ? [] : [{ shape: formatProblem(problem), ns, series }];
  });
}

function pointLayer(
  cells: readonly CellAnalysis[],
  { machine }: Analysis,
  x: object,
  y: object,
  palette: Palette,
): Layer {
  const values = cells.map((cell) => {
    const { implementation, problem, nsPerElement, ci95Ns, region, medianNs } = cell;
    const { color, shape: symbol, dash } = algorithmStyle(implementation, palette);
    const ofElement = (ns: number): number => (ns / medianNs) * nsPerElement;
    return {
      shape: formatProblem(problem),
      ns: nsPerElement,
      series: implementation,
      color,
      symbol,
      fill: dash[1] === 0 ? color : 'transparent',
      opacity: isRough(cell) ? 0.45 : 1,
      tooltip: {
        implementation,
        shape: `${formatProblem(problem)} (${regionText(region, machine)})`,
        'per element': `${formatSignificant(nsPerElement)} ns`,
        '95% CI':
          ci95Ns === null
            ? 'too few rounds'
            : `${intervalText({ low: ofElement(ci95Ns.low), high: ofElement(ci95Ns.high) })} ns`,
      },
    };
  });
  return {
    data: { values },
    mark: { type: 'point', size: 60, strokeWidth: 1.8, tooltip: { signal: 'datum.tooltip' } },
    encoding: {
      x,
      y,
      shape: { field: 'symbol', type: 'nominal', scale: null },
      stroke: { field: 'color', type: 'nominal', scale: null },
      fill: { field: 'fill', type: 'nominal', scale: null },
      opacity: { field: 'opacity', type: 'quantitative', scale: null },
    },
  };
}
