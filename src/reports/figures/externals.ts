import type { Analysis } from '../../analysis/analysis.js';
import type { ExternalComparison } from '../../analysis/external/external-schema.js';
import { axisTexts } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { formatRatio, formatSignificant } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { externalName } from '../shared/external-name.js';
import { problemText } from '../../model/problem-text.js';
import { algorithmStyle, floorSeries, seriesName } from './algorithm-style.js';
import { empty, type Figure, type Layer, type LegendEntry, type Layout } from './figure.js';
import { floorTicks, type ShapeFloor } from './floor-ticks.js';
import type { Palette } from './palette.js';
import { frameOf, panelTitleOf, titleOf } from './theme.js';

const title = 'Libraries and your kernels';
const rowHeightPx = 30;

/** Symbols of external implementations, which share the colour of what is no algorithm of this tool. */
const shapes = ['square', 'diamond', 'triangle-up', 'triangle-down', 'cross', 'triangle-left'];

/** Figure 12: time of libraries and kernels of the user by shape, with the fastest of this tool and the floor. */
export const externals: Figure = {
  id: 'externals',
  title,
  isFor: (analysis) => analysis.externals.length > 0,
  draw: (analysis, palette, layout) => {
    if (analysis.externals.length === 0) return empty('No library and no kernel was measured.');
    const settings = [...groupBy(analysis.externals, settingText)];
    return {
      status: 'drawn',
      caption:
        'Median time, lower is faster. In colour: the fastest implementation of this tool. Upright line: the lowest ' +
        'read + copy floor, of ordinary or NT stores. The other symbols: libraries and your kernels.',
      legend: legendOf(analysis, palette),
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, 'ns per element, medians', layout),
        spacing: 18,
        vconcat: settings.map(([setting, comparisons]) => ({
          ...panelTitleOf(setting),
          width: widthOf(layout),
          height: comparisons.length * rowHeightPx,
          layer: layersOf(comparisons, analysis, palette),
        })),
      },
    };
  },
};

/** The pages only where they are not the default ones. */
function settingText(comparison: ExternalComparison): string {
  const names = ['threadCount', 'scaling', 'cacheState'] as const;
  const pages = comparison.pages === 'default' ? [] : axisTexts(comparison, ['pages']);
  return [...axisTexts(comparison, names), ...pages].join(', ');
}

function widthOf({ isNarrow, plotWidthPx }: Layout): number {
  return isNarrow ? plotWidthPx - 80 : plotWidthPx + 60;
}

/** Names of external implementations, each once. */
function namesOf({ externals: all }: Analysis): readonly string[] {
  return [...new Set(all.flatMap(({ rows }) => rows.map(externalName)))];
}

function shapeOf(name: string, analysis: Analysis): string {
  return shapes[namesOf(analysis).indexOf(name) % shapes.length]!;
}

function legendOf(analysis: Analysis, palette: Palette): readonly LegendEntry[] {
  const best = new Set(analysis.externals.map((own) => own.best.implementation));
  return [
    ...[...best].map((id) => ({
      series: id,
      label: seriesName(id),
      color: algorithmStyle(id, palette).color,
      dash: null,
      shape: 'circle',
    })),
    { series: floorSeries, label: floorSeries, color: palette.ink, dash: [1, 0], shape: null },
    ...namesOf(analysis).map((name) => ({
      series: name,
      label: name,
      color: palette.ink,
      dash: null,
      shape: shapeOf(name, analysis),
    })),
  ];
}

function layersOf(
  comparisons: readonly ExternalComparison[],
  analysis: Analysis,
  palette: Palette,
): Layer[] {
  const x = {
    field: 'ns',
    type: 'quantitative' as const,
    title: 'ns per element (log scale)',
    scale: { type: 'log' as const, nice: false, padding: 12 },
    axis: { tickCount: 6, format: '~g' },
  };
  const y = {
    field: 'shape',
    type: 'nominal' as const,
    sort: comparisons.map(({ problem }) => problemText(problem)),
    title: null,
    axis: { ticks: false, domain: false, grid: true },
  };
  return [
    ...floorTicks(floorsOf(comparisons), x, y, palette),
    externalLayer(comparisons, analysis, x, y, palette),
    bestLayer(comparisons, x, y, palette),
  ];
}

function floorsOf(comparisons: readonly ExternalComparison[]): readonly ShapeFloor[] {
  return comparisons.flatMap(({ problem, floorNsPerElement: ns }) =>
    ns === null ? [] : [{ shape: problemText(problem), ns, series: floorSeries }],
  );
}

function externalLayer(
  comparisons: readonly ExternalComparison[],
  analysis: Analysis,
  x: object,
  y: object,
  palette: Palette,
): Layer {
  const values = comparisons.flatMap(({ problem, rows }) =>
    rows.map((row) => {
      const [gain] = row.gains;
      const name = externalName(row);
      return {
        shape: problemText(problem),
        ns: row.nsPerElement,
        series: name,
        symbol: shapeOf(name, analysis),
        tooltip: {
          implementation: name,
          shape: problemText(problem),
          'per element': `${formatSignificant(row.nsPerElement)} ns`,
          [`gain of ${gain!.implementation}`]: formatRatio(gain!.ratio),
          '95% CI': intervalText(gain!.interval),
        },
      };
    }),
  );
  return {
    data: { values },
    mark: {
      type: 'point',
      color: palette.ink,
      filled: true,
      size: 55,
      tooltip: { signal: 'datum.tooltip' },
    },
    encoding: { x, y, shape: { field: 'symbol', type: 'nominal', scale: null } },
  };
}

function bestLayer(
  comparisons: readonly ExternalComparison[],
  x: object,
  y: object,
  palette: Palette,
): Layer {
  const values = comparisons.map(({ problem, best }) => ({
    shape: problemText(problem),
    ns: best.nsPerElement,
    series: best.implementation,
    color: algorithmStyle(best.implementation, palette).color,
    tooltip: {
      implementation: `${best.implementation} (${best.target})`,
      shape: problemText(problem),
      'per element': `${formatSignificant(best.nsPerElement)} ns`,
    },
  }));
  return {
    data: { values },
    mark: {
      type: 'point',
      shape: 'circle',
      filled: true,
      size: 80,
      tooltip: { signal: 'datum.tooltip' },
    },
    encoding: { x, y, color: { field: 'color', type: 'nominal', scale: null } },
  };
}
