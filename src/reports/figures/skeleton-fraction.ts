import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { agreeIn, groupAxes } from '../../model/axes.js';
import { elementsOf } from '../../model/problem.js';
import { formatElements, formatPercent } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { regionText, shareIntervalText } from '../shared/cell-text.js';
import { sweepName } from '../shared/sweep-name.js';
import { empty, nothingMeasured, type Figure, type Layer } from './figure.js';
import type { Palette } from './palette.js';
import { frameOf } from './theme.js';

const title = 'Speed over that of the memory-only version';
const rowHeightPx = 26;
/** Leaves room for the names on the left and the verdicts on the right. */
const dotWidthPx = 440;

/** A cell whose memory-only version was measured in the same rounds. */
type ComparedCell = CellAnalysis & {
  skeletonFraction: NonNullable<CellAnalysis['skeletonFraction']>;
};

/** Figure 6: the share of the speed that memory allows, for each implementation in each sweep. */
export const skeletonFraction: Figure = {
  id: 'skeleton-fraction',
  title,
  draw: (analysis, palette) => {
    const cells = analysis.sweeps.flatMap((sweep) => {
      const problem = sweep.outOfCacheProblem ?? sweep.problems.at(-1)!;
      return analysis.cells.filter(
        (cell): cell is ComparedCell =>
          cell.kind === 'algorithm' &&
          cell.skeletonFraction !== null &&
          agreeIn(cell, { ...sweep, problem }, groupAxes),
      );
    });
    if (analysis.sweeps.length === 0) return empty(nothingMeasured);
    if (cells.length === 0) {
      return empty('No memory-only version was measured (the group skeletons has them).');
    }
    const points = cells.map((cell) => pointOf(cell, analysis));
    const series = [...new Set(points.map((point) => point.series))];
    const names = [...new Set(points.map(({ name }) => name))];
    const size = `${formatElements(elementsOf(cells[0]!.problem))} elements`;
    return {
      status: 'drawn',
      caption:
        'Time of the memory-only version (the same passes without arithmetic) over that of the ' +
        'implementation, paired within rounds, with its 95% CI. At 100% memory hides all arithmetic. ' +
        (cells.every(({ region }) => region === 'DRAM')
          ? 'Each at the out-of-cache size of its target.'
          : 'Each at the out-of-cache size of its target, or at its largest size without one.'),
      spec: {
        ...frameOf(palette),
        title: { text: title, subtitle: series.length === 1 ? `${series[0] ?? ''}; ${size}` : '' },
        width: dotWidthPx,
        height: names.length * (rowHeightPx + 10 * (series.length - 1)),
        layer: layersOf(points, names, series, palette),
      },
    };
  },
};

function layersOf(
  points: readonly Point[],
  names: readonly string[],
  series: readonly string[],
  palette: Palette,
): Layer[] {
  const low = Math.min(50, ...points.map((point) => Math.min(point.percent, point.low)));
  const high = Math.max(105, ...points.map((point) => Math.max(point.percent, point.high)));
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
    title: 'speed over that of the memory-only version, %',
    scale: { domain: [Math.floor(low / 10) * 10, Math.ceil(high / 5) * 5], nice: false },
  };
  const color = { ...bySeries, ...seriesColor(series, palette) };
  const data = { values: [...points] };
  return [
    {
      data: { values: [{ percent: 100 }] },
      mark: { type: 'rule', color: palette.ink, strokeWidth: 1.2 },
      encoding: { x: { ...x, field: 'percent' } },
    },
    {
      data,
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
    },
    {
      data,
      mark: { type: 'point', size: 60, tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        y,
        yOffset,
        x: { ...x, field: 'percent' },
        color,
        shape: { ...bySeries, scale: { domain: [...series] } },
      },
    },
    {
      data,
      mark: { type: 'text', align: 'left', x: dotWidthPx, dx: 8 },
      encoding: { y, yOffset, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

function seriesColor(series: readonly string[], palette: Palette) {
  return {
    scale: {
      domain: [...series],
      range: [palette.blue, palette.orange, palette.green, palette.purple],
    },
    legend:
      series.length === 1 ? null : { title: null, orient: 'top' as const, labelColor: palette.ink },
  };
}

type Point = ReturnType<typeof pointOf>;

function pointOf(cell: ComparedCell, { machine, sweeps }: Analysis) {
  const { implementation, problem, region, skeletonFraction: fraction, verdict } = cell;
  const { ratio, interval } = fraction;
  const series = sweepName(cell, sweeps);
  return {
    name: shortAlgorithmName(implementation),
    series,
    percent: ratio * 100,
    low: (interval?.low ?? ratio) * 100,
    high: (interval?.high ?? ratio) * 100,
    label: [formatPercent(ratio), ...(verdict === null ? [] : [verdict])].join(', '),
    tooltip: {
      implementation,
      on: series,
      elements: `${formatElements(elementsOf(problem))} (${regionText(region, machine)})`,
      'of the memory-only version': formatPercent(ratio),
      '95% CI': interval === null ? 'too few rounds' : shareIntervalText(interval),
      ...(verdict === null ? {} : { verdict }),
    },
  };
}
