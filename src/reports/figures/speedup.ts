import type { Analysis } from '../../analysis/analysis.js';
import type { Speedup } from '../../analysis/study/study-schema.js';
import { elementsOf } from '../../model/problem.js';
import { formatElements, formatRatio } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText } from '../shared/cell-text.js';
import { isIn, sweepName } from '../shared/sweep-name.js';
import { styleScales } from './algorithm-style.js';
import { logTicks } from './end-labels.js';
import { empty, nothingMeasured, plotWidthPx, type Figure, type Layer } from './figure.js';
import { lineEndLayer } from './line-end-layer.js';
import type { Palette } from './palette.js';
import {
  cacheLayers,
  sizeAxisOf,
  sizeChannel,
  workloadLayers,
  type SizeAxis,
} from './size-axis.js';
import { frameOf } from './theme.js';

const panelHeightPx = 230;
/** NT stores lose by factors in cache, where they are not meant to be used: not worth the room. */
const lowestShownRatio = 0.6;

/** Figure 5: what the challengers of the study gain over each rival, with the limits that bytes set. */
export const speedup: Figure = {
  id: 'speedup',
  title: 'Speed-up over the rivals of the study',
  draw: (analysis, palette) => {
    const { subject, study, sweeps } = analysis;
    if (subject === null) return empty(nothingMeasured);
    const speedups = analysis.speedups.filter(isIn(subject)).filter(isKnown);
    if (speedups.length === 0) {
      return empty(
        `No implementation was measured with a rival of it on ${subject.target} in enough rounds for an interval.`,
      );
    }
    const axis = sizeAxisOf(speedups.map(({ problem }) => problem));
    const panels = study.rivals.flatMap((over) => {
      const own = speedups.filter((entry) => entry.over === over);
      return own.length === 0 ? [] : [{ over, own }];
    });
    const isCut = speedups.some(({ ratio }) => ratio < lowestShownRatio);
    return {
      status: 'drawn',
      caption:
        'Time of the rival over that of the implementation, paired within rounds. Bands: 95% CI; one ' +
        `that holds 1 is a tie. Dashed lines: gain of ${study.headline} if bytes alone set the time, ` +
        'by read + write bytes and by bytes with write-allocate (RFO).' +
        (isCut ? ` Ratios below ${lowestShownRatio} are outside.` : ''),
      spec: {
        ...frameOf(palette),
        title: {
          text: `Speed-up over ${study.rivalsLabel}`,
          subtitle: sweepName(subject, sweeps),
        },
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
          layer: [
            ...cacheLayers(subject, analysis.machine, axis, palette),
            ...(index === 0 ? workloadLayers(axis, palette) : []),
            ...ratioLayers(own, study, axis, palette),
          ],
        })),
      },
    };
  },
};

/** A speed-up from enough rounds. */
type KnownSpeedup = Speedup & { interval: NonNullable<Speedup['interval']> };

function isKnown(speedup: Speedup): speedup is KnownSpeedup {
  return speedup.interval !== null;
}

function ratioLayers(
  speedups: readonly KnownSpeedup[],
  { headline }: Analysis['study'],
  axis: SizeAxis,
  palette: Palette,
): Layer[] {
  const ids = [...new Set(speedups.map(({ implementation }) => implementation))];
  const scales = styleScales(ids, palette);
  const limits = limitsOf(speedups, headline);
  const shown = [1, ...limits.map(({ value }) => value), ...speedups.map(({ ratio }) => ratio)];
  const low = Math.max(lowestShownRatio, Math.min(...shown) * 0.9);
  const high = Math.max(...shown) * 1.06;
  const x = sizeChannel(axis);
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: 'speed-up (log scale)',
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: ratioTicks(low, high), format: '~g' },
  };
  const byImplementation = { field: 'implementation', type: 'nominal' as const, legend: null };
  const color = { ...byImplementation, scale: scales.color };
  const points = speedups.map(pointOf);
  return [
    ruleLayer([{ value: 1 }], y, { color: palette.muted, strokeWidth: 1.4 }),
    ruleLayer(limits, y, { color: palette.blue, strokeDash: [7, 4], strokeWidth: 1.2 }),
    // The only figure that clips: SVG elements of one page share the ids of their clip paths.
    {
      data: { values: points },
      mark: { type: 'area', opacity: 0.18, clip: true },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: { values: points },
      mark: { type: 'line', clip: true },
      encoding: { x, y, color, strokeDash: { ...byImplementation, scale: scales.dash } },
    },
    {
      data: { values: points },
      mark: { type: 'point', clip: true, tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color, shape: { ...byImplementation, scale: scales.shape } },
    },
    ...limits.flatMap((limit) => limitLabel(limit, y, palette)),
    lineEndLayer(points, { low, high, lengthPx: panelHeightPx }, { y, color }),
  ];
}

function ruleLayer(values: readonly { value: number }[], y: object, style: object): Layer {
  return { data: { values: [...values] }, mark: { type: 'rule', ...style }, encoding: { y } };
}

/** Above the line by read + write bytes, below that with write-allocate; in a halo over the curves. */
function limitLabel(limit: Limit, y: object, palette: Palette): Layer[] {
  const above = { baseline: 'bottom' as const, dy: -3 };
  const below = { baseline: 'top' as const, dy: 4 };
  const mark = {
    type: 'text' as const,
    align: 'left' as const,
    x: 5,
    fontSize: 10.5,
    ...(limit.isAbove ? above : below),
  };
  const encoding = { y, text: { field: 'label' } };
  const data = { values: [limit] };
  return [
    { data, encoding, mark: { ...mark, stroke: palette.background, strokeWidth: 4 } },
    { data, encoding, mark: { ...mark, color: palette.blue } },
  ];
}

function pointOf(speedup: KnownSpeedup) {
  const { problem, implementation, over, ratio, interval } = speedup;
  return {
    elements: elementsOf(problem),
    implementation,
    value: ratio,
    ...interval,
    tooltip: {
      implementation,
      over,
      elements: formatElements(elementsOf(problem)),
      'speed-up': formatRatio(ratio),
      '95% CI': intervalText(interval),
      'by read + write bytes': formatRatio(speedup.predictedByPassBytes),
      'with write-allocate (RFO)': formatRatio(speedup.predictedByBusBytes ?? Number.NaN),
      'by memory-only versions': formatRatio(speedup.predictedBySkeletons ?? Number.NaN),
    },
  };
}

interface Limit {
  readonly isAbove: boolean;
  readonly value: number;
  readonly label: string;
}

/** What the headline would gain if bytes alone set the time, at every size. */
function limitsOf(speedups: readonly Speedup[], headline: string): Limit[] {
  const own = speedups.find(({ implementation }) => implementation === headline);
  if (own === undefined) return [];
  const { predictedByPassBytes, predictedByBusBytes } = own;
  return [
    { bytes: 'read + write bytes', value: predictedByPassBytes, isAbove: true },
    { bytes: 'bytes with RFO', value: predictedByBusBytes, isAbove: false },
  ].flatMap(({ bytes, value, isAbove }) => {
    if (value === null) return [];
    const label = `${shortAlgorithmName(headline)} by ${bytes} ${formatRatio(value)}`;
    return [{ value, isAbove, label }];
  });
}

/** Ticks of ratios, which rarely span a factor of ten. */
function ratioTicks(low: number, high: number): number[] {
  if (high / low > 8) return logTicks(low, high);
  return [0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5].filter((tick) => tick >= low && tick <= high);
}
