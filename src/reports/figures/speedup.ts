import type { Analysis, Speedup } from '../../analysis/analysis.js';
import { formatCount, formatRatio } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { styleScales } from './algorithm-style.js';
import { isIn, nameOf, nothingMeasured } from './group-name.js';
import { logTicks, spreadLabels } from './end-labels.js';
import { empty, plotWidthPx, type Figure, type Layer } from './figure.js';
import type { Palette } from './palette.js';
import {
  cacheLayers,
  sizeAxisOf,
  sizeChannel,
  workloadLayers,
  type SizeAxis,
} from './size-axis.js';
import { frameOf } from './theme.js';

const title = 'Speed-up over the two three-pass algorithms';
const panelHeightPx = 230;
const labelGapPx = 13;
/** Streaming stores lose by factors in cache, where they are not meant to be used: not worth the room. */
const lowestShownRatio = 0.6;

const threePassIds = ['three-pass-recompute', 'three-pass-reload'] as const;

/** Figure 5: what the newer algorithms gain, with the intervals and the two limits of the paper's argument. */
export const speedup: Figure = {
  id: 'speedup',
  title,
  draw: (analysis, palette) => {
    const group = analysis.subject;
    if (group === null) return empty(nothingMeasured);
    const speedups = analysis.speedups.filter(isIn(group));
    if (speedups.length === 0) {
      return empty(
        `No newer algorithm was measured beside a three-pass algorithm on ${group.target}.`,
      );
    }
    const axis = sizeAxisOf(speedups.map(({ elementCount }) => elementCount));
    const panels = threePassIds.flatMap((over) => {
      const own = speedups.filter((entry) => entry.over === over);
      return own.length === 0 ? [] : [{ over, own }];
    });
    const isCut = speedups.some(({ ratio }) => ratio < lowestShownRatio);
    return {
      status: 'drawn',
      caption:
        'Time of the three-pass algorithm over that of the other, paired within rounds; bands are ' +
        '95 % intervals, and one that holds 1 shows no difference. Dashed lines: what two-pass would ' +
        'gain if bytes alone set the time, by pass bytes and by bus bytes.' +
        (isCut ? ` Ratios below ${lowestShownRatio} lie outside.` : ''),
      spec: {
        ...frameOf(palette),
        title: { text: title, subtitle: nameOf(group) },
        spacing: 22,
        vconcat: panels.map(({ over, own }, index) => ({
          title: {
            text: `over ${over}`,
            fontSize: 12.5,
            anchor: 'start' as const,
            frame: 'group' as const,
            offset: 6,
          },
          width: plotWidthPx,
          height: panelHeightPx,
          layer: panelLayers(own, analysis, axis, palette, index),
        })),
      },
    };
  },
};

function panelLayers(
  speedups: readonly Speedup[],
  analysis: Analysis,
  axis: SizeAxis,
  palette: Palette,
  panelIndex: number,
): Layer[] {
  const ids = [...new Set(speedups.map(({ algorithm }) => algorithm))];
  const scales = styleScales(ids, palette);
  const limits = limitsOf(speedups);
  const shown = [1, ...limits.map(({ ratio }) => ratio), ...speedups.map(({ ratio }) => ratio)];
  const low = Math.max(lowestShownRatio, Math.min(...shown) * 0.9);
  const high = Math.max(...shown) * 1.06;
  const x = sizeChannel(axis);
  const y = {
    field: 'ratio',
    type: 'quantitative' as const,
    title: 'times as fast (log scale)',
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: ratioTicks(low, high), format: '~g' },
  };
  const byAlgorithm = { field: 'algorithm', type: 'nominal' as const, legend: null };
  const color = { ...byAlgorithm, scale: scales.color };
  const points = speedups.map(pointOf);
  return [
    ...cacheLayers(analysis, axis, palette),
    ...(panelIndex === 0 ? workloadLayers(axis, palette) : []),
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1.4 },
      encoding: { y },
    },
    {
      data: { values: limits },
      mark: { type: 'rule', color: palette.twoPass, strokeDash: [7, 4], strokeWidth: 1.2 },
      encoding: { y },
    },
    // The only figure that clips: SVG elements of one page share the ids of their clip paths.
    {
      data: { values: points.filter((point) => point.low !== null) },
      mark: { type: 'area', opacity: 0.18, clip: true },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: { values: points },
      mark: { type: 'line', clip: true },
      encoding: { x, y, color, strokeDash: { ...byAlgorithm, scale: scales.dash } },
    },
    {
      data: { values: points },
      mark: { type: 'point', clip: true, tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color, shape: { ...byAlgorithm, scale: scales.shape } },
    },
    ...limits.flatMap((limit) => limitLabel(limit, y, palette)),
    {
      data: { values: endLabels(points, ids, low, high) },
      mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11.5 },
      encoding: { y, color, text: { field: 'label' } },
    },
  ];
}

/** Above the line by pass bytes, below that by bus bytes; in a halo, since curves run through it. */
function limitLabel(limit: Limit, y: object, palette: Palette): Layer[] {
  const above = { baseline: 'bottom' as const, dy: -3 };
  const below = { baseline: 'top' as const, dy: 4 };
  const mark = {
    type: 'text' as const,
    align: 'left' as const,
    x: 5,
    fontSize: 10.5,
    ...(limit.kind === 'pass' ? above : below),
  };
  const encoding = { y, text: { field: 'label' } };
  const data = { values: [limit] };
  return [
    { data, encoding, mark: { ...mark, stroke: palette.background, strokeWidth: 4 } },
    { data, encoding, mark: { ...mark, color: palette.twoPass } },
  ];
}

function pointOf(speedup: Speedup) {
  const { elementCount, algorithm, over, ratio, interval } = speedup;
  return {
    elementCount,
    algorithm,
    ratio,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    tooltip: {
      algorithm,
      over,
      elements: formatCount(elementCount),
      'times as fast': formatRatio(ratio),
      '95 % interval':
        interval === null
          ? 'too few rounds'
          : `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`,
      'by pass bytes': formatRatio(speedup.predictedByPassBytes),
      'by bus bytes': formatRatio(speedup.predictedByBusBytes ?? Number.NaN),
      'by skeletons': formatRatio(speedup.predictedBySkeletons ?? Number.NaN),
    },
  };
}

interface Limit {
  readonly kind: 'pass' | 'bus';
  readonly ratio: number;
  readonly label: string;
}

/** What bytes alone would let two-pass gain, which holds for every size. */
function limitsOf(speedups: readonly Speedup[]): Limit[] {
  const twoPass = speedups.find(({ algorithm }) => algorithm === 'two-pass');
  if (twoPass === undefined) return [];
  const { predictedByPassBytes, predictedByBusBytes } = twoPass;
  return [
    { kind: 'pass' as const, ratio: predictedByPassBytes },
    ...(predictedByBusBytes === null ? [] : [{ kind: 'bus' as const, ratio: predictedByBusBytes }]),
  ].map(({ kind, ratio }) => ({
    kind,
    ratio,
    label: `two-pass by ${kind} bytes ${formatRatio(ratio)}`,
  }));
}

function endLabels(
  points: readonly { elementCount: number; algorithm: string; ratio: number }[],
  ids: readonly string[],
  low: number,
  high: number,
) {
  const lasts = ids.flatMap((algorithm) => {
    const last = points
      .filter((point) => point.algorithm === algorithm)
      .reduce((latest, point) => (point.elementCount > latest.elementCount ? point : latest));
    return last.ratio < low ? [] : [last];
  });
  const axis = { low, high, lengthPx: panelHeightPx };
  const places = spreadLabels(
    lasts.map(({ ratio }) => ratio),
    axis,
    labelGapPx,
  );
  return lasts.map(({ algorithm }, index) => ({
    ratio: places[index]!,
    algorithm,
    label: shortAlgorithmName(algorithm),
  }));
}

/** Ticks of ratios, which rarely span a factor of ten. */
function ratioTicks(low: number, high: number): number[] {
  if (high / low > 8) return logTicks(low, high);
  return [0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5].filter((tick) => tick >= low && tick <= high);
}
