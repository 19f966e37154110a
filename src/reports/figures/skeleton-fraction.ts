import type { Analysis, CellAnalysis, GroupFacts, Ratio } from '../../analysis/analysis.js';
import { formatCount, formatPercent } from '../../units.js';
import { isIn, nothingMeasured } from './group-name.js';
import { empty, type Figure } from './figure.js';
import type { Palette } from './palette.js';
import { frameOf } from './theme.js';

const title = 'Share of the speed that memory allows: each algorithm against its skeleton';
const rowHeightPx = 26;
/** Leaves room for the names on the left and the verdicts on the right. */
const dotWidthPx = 440;

/** A cell whose skeleton was measured in the same rounds. */
type ComparedCell = CellAnalysis & { skeletonFraction: Ratio };

/** Figure 6: how near every algorithm comes to the same passes without arithmetic. */
export const skeletonFraction: Figure = {
  id: 'skeleton-fraction',
  title,
  draw: (analysis, palette) => {
    if (analysis.groups.length === 0) return empty(nothingMeasured);
    const cells = analysis.groups.flatMap((group) => shownCells(analysis, group));
    if (cells.length === 0) {
      return empty(
        'No algorithm was measured beside its skeleton; run with the group skeletons to see how ' +
          'near it comes to what memory allows.',
      );
    }
    const isOutOfCache = cells.every(({ region }) => region === 'memory');
    return {
      status: 'drawn',
      caption:
        'Time of the skeleton (the same passes without arithmetic) over that of the algorithm, paired ' +
        'within rounds, with its 95 % interval. At 100 % the arithmetic hides behind memory ' +
        'altogether. ' +
        (isOutOfCache
          ? 'Each at the out-of-cache size of its target.'
          : 'Each at the out-of-cache size of its target, or at its largest where it has none.'),
      spec: specOf(cells, palette),
    };
  },
};

/** The cells of the group at its out-of-cache size, or at its largest without one. */
function shownCells(analysis: Analysis, group: GroupFacts): ComparedCell[] {
  const elementCount = group.outOfCacheElementCount ?? group.elementCounts.at(-1);
  return analysis.cells
    .filter(isIn(group))
    .filter(
      (cell): cell is ComparedCell =>
        cell.kind === 'softmax' &&
        cell.elementCount === elementCount &&
        cell.skeletonFraction !== null,
    );
}

function specOf(cells: readonly ComparedCell[], palette: Palette) {
  const points = cells.map(pointOf);
  const series = [...new Set(points.map((point) => point.series))];
  const algorithms = [...new Set(points.map(({ algorithm }) => algorithm))];
  const low = Math.min(0.5, ...points.map((point) => Math.min(point.percent, point.low) / 100));
  const high = Math.max(1.05, ...points.map((point) => Math.max(point.percent, point.high) / 100));
  const y = {
    field: 'algorithm',
    type: 'nominal' as const,
    sort: algorithms,
    title: null,
    axis: {
      labelExpr: "replace(datum.label, 'three-pass-', '')",
      ticks: false,
      domain: false,
      grid: true,
    },
  };
  const yOffset = { field: 'series', type: 'nominal' as const, sort: series };
  const x = {
    field: 'percent',
    type: 'quantitative' as const,
    title: 'speed over that of the skeleton, %',
    scale: { domain: [Math.floor(low * 10) * 10, Math.ceil(high * 20) * 5], nice: false },
  };
  const color = {
    field: 'series',
    type: 'nominal' as const,
    scale: {
      domain: series,
      range: [palette.twoPass, palette.recompute, palette.online, palette.reload],
    },
    legend:
      series.length === 1 ? null : { title: null, orient: 'top' as const, labelColor: palette.ink },
  };
  return {
    ...frameOf(palette),
    title: {
      text: title,
      subtitle:
        series.length === 1
          ? `${series[0] ?? ''}; ${formatCount(cells[0]!.elementCount)} elements`
          : '',
    },
    width: dotWidthPx,
    height: algorithms.length * (rowHeightPx + 10 * (series.length - 1)),
    layer: [
      {
        data: { values: [{ percent: 100 }] },
        mark: { type: 'rule' as const, color: palette.ink, strokeWidth: 1.2 },
        encoding: { x },
      },
      {
        data: { values: points },
        mark: { type: 'rule' as const, strokeWidth: 2 },
        encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        data: { values: points },
        mark: { type: 'point' as const, size: 60, tooltip: { signal: 'datum.tooltip' } },
        encoding: {
          y,
          yOffset,
          x,
          color,
          shape: { field: 'series', type: 'nominal' as const, scale: { domain: series } },
        },
      },
      {
        data: { values: points },
        mark: { type: 'text' as const, align: 'left' as const, x: dotWidthPx, dx: 8 },
        encoding: { y, yOffset, text: { field: 'label', type: 'nominal' as const } },
      },
    ],
  };
}

function pointOf(cell: ComparedCell) {
  const { algorithm, target, cacheState, elementCount, region, skeletonFraction, verdict } = cell;
  const { ratio, interval } = skeletonFraction;
  return {
    algorithm,
    series: `${target}, cache state ${cacheState}`,
    percent: ratio * 100,
    low: (interval?.low ?? ratio) * 100,
    high: (interval?.high ?? ratio) * 100,
    label: [formatPercent(ratio), ...(verdict === null ? [] : [verdict])].join(', '),
    tooltip: {
      algorithm,
      target,
      elements: `${formatCount(elementCount)} (${region})`,
      'of the skeleton': formatPercent(ratio),
      '95 % interval':
        interval === null
          ? 'too few rounds'
          : `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`,
      ...(verdict === null ? {} : { verdict }),
    },
  };
}
