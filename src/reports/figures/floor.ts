import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { computeBoundFraction, memoryBoundFraction } from '../../analysis/cells/verdict-rule.js';
import { agreeIn, groupAxes } from '../../model/axes.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import { formatRatio } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText, ratioText, regionText } from '../shared/cell-text.js';
import { shownSweeps } from '../shared/shown-sweeps.js';
import { sweepName } from '../shared/sweep-name.js';
import { algorithmStyle } from './algorithm-style.js';
import { empty, nothingMeasured, type Figure, type Layer, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import { frameOf, titleOf } from './theme.js';

const title = 'Measured against the sum of baselines';
const rowHeightPx = 26;
/** Leaves room for the names on the left and the verdicts on the right. */
const dotWidthOf = ({ isNarrow }: Layout): number => (isNarrow ? 120 : 440);

/** A cell whose floor is known. */
type ComparedCell = CellAnalysis & { floorFraction: NonNullable<CellAnalysis['floorFraction']> };

/** Figure 6: each implementation over its read + copy floor, with its memory-only version, in each sweep. */
export const floor: Figure = {
  id: 'floor',
  title,
  draw: (analysis, palette, layout) => {
    const cells = shownSweeps(analysis).flatMap((sweep) => {
      const problem = sweep.outOfCacheProblem ?? sweep.problems.at(-1)!;
      return analysis.cells.filter(
        (cell): cell is ComparedCell =>
          cell.kind === 'algorithm' &&
          cell.floorFraction !== null &&
          agreeIn(cell, { ...sweep, problem }, groupAxes),
      );
    });
    if (analysis.sweeps.length === 0) return empty(nothingMeasured);
    if (cells.length === 0) {
      return empty(
        'No algorithm was measured with all baselines of its passes (read, copy, copy-nt, update) in enough rounds.',
      );
    }
    const points = cells.map((cell) => pointOf(cell, analysis, palette));
    const series = [...new Set(points.map((point) => point.series))];
    const names = [...new Set(points.map(({ name }) => name))];
    const size = problemPhrase(cells[0]!.problem);
    return {
      status: 'drawn',
      legend: [
        { series: '', label: '95% CI', color: palette.ink, dash: [1, 0], shape: null },
        { series: '', label: 'memory-only version', color: palette.ink, dash: null, shape: 'tick' },
      ],
      caption:
        'Times of the baselines of all passes, added, over the time of the implementation, paired within ' +
        'rounds, with its 95% CI; of NT stores copy-nt in place of copy. Tick: its memory-only version (the same passes without arithmetic). ' +
        'Dashed lines: edges of the verdicts. ' +
        (cells.every(({ region }) => region === 'DRAM')
          ? 'Each at the out-of-cache size of its target.'
          : 'Each at the out-of-cache size of its target, or at its largest size without one.'),
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, series.length === 1 ? `${series[0] ?? ''}; ${size}` : '', layout),
        width: dotWidthOf(layout),
        height: names.length * (rowHeightPx + 10 * (series.length - 1)),
        layer: layersOf(points, { names, series }, layout, palette),
      },
    };
  },
};

function layersOf(
  points: readonly Point[],
  { names, series }: { names: readonly string[]; series: readonly string[] },
  layout: Layout,
  palette: Palette,
): Layer[] {
  const low = Math.min(computeBoundFraction, ...points.map((point) => point.low));
  const high = Math.max(1.05, ...points.map((point) => Math.max(point.high, point.skeleton ?? 0)));
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: [...names],
    title: null,
    axis: { ticks: false, domain: false, grid: true },
  };
  const bySeries = { field: 'series', type: 'nominal' as const };
  const yOffset = { ...bySeries, sort: [...series] };
  const x = {
    type: 'quantitative' as const,
    title: 'speed over the read + copy floor',
    scale: { domain: [Math.floor(low * 10) / 10, Math.ceil(high * 20) / 20], nice: false },
  };
  const color = { field: 'color', type: 'nominal' as const, scale: null };
  const shape = { ...bySeries, ...seriesShape(series, layout, palette) };
  const data = { values: [...points] };
  return [
    ...verdictLayers({ ...x, field: 'ratio' }, palette),
    {
      data: { values: points.filter(({ skeleton }) => skeleton !== null) },
      mark: { type: 'tick', thickness: 2, size: 16 },
      encoding: { y, yOffset, x: { ...x, field: 'skeleton' }, color },
    },
    {
      data,
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
    },
    {
      data,
      mark: { type: 'point', size: 60, tooltip: { signal: 'datum.tooltip' } },
      encoding: { y, yOffset, x: { ...x, field: 'ratio' }, color, shape },
    },
    {
      data,
      mark: { type: 'text', align: 'left', x: dotWidthOf(layout), dx: 8 },
      encoding: { y, yOffset, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

/** The edges of the verdicts, with their names, and a line at the speed of the floor. */
function verdictLayers(x: object, palette: Palette): readonly Layer[] {
  return [
    {
      data: {
        values: [
          { ratio: Math.sqrt(computeBoundFraction * memoryBoundFraction), label: 'mixed' },
          { ratio: memoryBoundFraction, label: 'memory-bound' },
        ],
      },
      mark: {
        type: 'text',
        color: palette.muted,
        y: -7,
        align: { expr: "datum.label === 'mixed' ? 'center' : 'left'" },
      },
      encoding: { x, text: { field: 'label' } },
    },
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', color: palette.ink, strokeWidth: 1.2 },
      encoding: { x },
    },
    {
      data: { values: [{ ratio: memoryBoundFraction }, { ratio: computeBoundFraction }] },
      mark: { type: 'rule', color: palette.muted, strokeDash: [4, 4] },
      encoding: { x },
    },
  ];
}

/** Of a point: colours mean algorithms. */
function seriesShape(series: readonly string[], { isNarrow }: Layout, palette: Palette) {
  return {
    scale: { domain: [...series], range: ['circle', 'square', 'triangle-up', 'diamond', 'cross'] },
    legend:
      series.length === 1
        ? null
        : {
            title: null,
            orient: 'top' as const,
            labelColor: palette.ink,
            symbolFillColor: palette.ink,
            symbolStrokeWidth: 0,
            ...(isNarrow ? { columns: 1 } : {}),
          },
  };
}

type Point = ReturnType<typeof pointOf>;

function pointOf(cell: ComparedCell, { machine, sweeps }: Analysis, palette: Palette) {
  const { implementation, problem, region, floorFraction, skeletonFraction, verdict } = cell;
  const { ratio, interval } = floorFraction;
  const series = sweepName(cell, sweeps);
  return {
    name: shortAlgorithmName(implementation),
    series,
    color: algorithmStyle(implementation, palette).color,
    ratio,
    ...interval,
    skeleton: skeletonFraction === null ? null : ratio / skeletonFraction.ratio,
    label: `${formatRatio(ratio)}, ${verdict}`,
    tooltip: {
      implementation,
      on: series,
      elements: `${problemText(problem)} (${regionText(region, machine)})`,
      'over the read + copy floor': formatRatio(ratio),
      '95% CI': intervalText(interval),
      'over the memory-only version': ratioText(skeletonFraction),
      verdict,
    },
  };
}
