import type { Analysis } from '../../analysis/analysis.js';
import type { Speedup } from '../../analysis/study/study-schema.js';
import { problemText } from '../../model/problem-text.js';
import { elementsOf } from '../../model/problem.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { isIn, sweepName } from '../shared/sweep-name.js';
import { predictionSeries, seriesLegend } from './algorithm-style.js';
import { logTicks } from './end-labels.js';
import { empty, nothingMeasured, type Figure, type Layer, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import {
  cacheLayers,
  sizeAxisOf,
  sizeChannel,
  workloadLayers,
  type SizeAxis,
} from './size-axis.js';
import { seriesLayers, valueChannel, type LinePoint } from './series-layers.js';
import { frameOf, panelTitleOf, titleOf } from './theme.js';

const panelHeightPx = 230;
/** NT stores lose by factors in cache, where they are not meant to be used: not worth the room. */
const lowestShownRatio = 0.6;

/** Figure 5: what the challengers of the study gain over each rival, with the limits that bytes set. */
export const speedup: Figure = {
  id: 'speedup',
  title: 'Speed-up over the rivals of the study',
  draw: (analysis, palette, layout) => {
    const { subject, study, sweeps } = analysis;
    if (subject === null) return empty(nothingMeasured);
    const speedups = analysis.speedups.filter(isIn(subject)).filter(isKnown);
    if (speedups.length === 0) {
      return empty(
        `No implementation was measured with a rival of it on ${subject.target} in enough rounds for an interval.`,
      );
    }
    const axis = sizeAxisOf(speedups.map(({ problem }) => elementsOf(problem)));
    const panels = study.rivals.flatMap((over) => {
      const own = speedups.filter((entry) => entry.over === over);
      return own.length === 0 ? [] : [{ over, own }];
    });
    const isCut = speedups.some(({ ratio }) => ratio < lowestShownRatio);
    return {
      status: 'drawn',
      caption:
        'Time of the rival over that of the implementation, paired within rounds. Bands: 95% CI. Hollow ' +
        `points: no significant difference. Dotted lines, out of cache only: gain of ${study.headline} if ` +
        'bytes alone set the time, by read + write bytes and by bytes with write-allocate (RFO).' +
        (isCut ? ` Ratios below ${lowestShownRatio} are outside.` : ''),
      legend: seriesLegend(
        [
          ...new Set(speedups.map(({ implementation }) => implementation)),
          ...(speedups.some(({ isOutOfCache }) => isOutOfCache)
            ? Object.values(predictionSeries)
            : []),
        ],
        palette,
      ),
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(`Speed-up over ${study.rivalsLabel}`, sweepName(subject, sweeps), layout),
        spacing: 22,
        vconcat: panels.map(({ over, own }, index) => ({
          ...panelTitleOf(`over ${over}`),
          width: layout.plotWidthPx,
          height: panelHeightPx,
          layer: [
            ...cacheLayers(subject, analysis.machine, axis, layout, palette),
            ...(index === 0 ? workloadLayers(axis, layout, palette) : []),
            ...ratioLayers(own, study, axis, layout, palette),
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
  layout: Layout,
  palette: Palette,
): Layer[] {
  const predictions = predictionsOf(speedups, headline, axis.high);
  const points = speedups.map(pointOf);
  const shown = [1, ...[...points, ...predictions].map(({ value }) => value)];
  const low = Math.max(lowestShownRatio, Math.min(...shown) * 0.9);
  const high = Math.max(...shown) * 1.06;
  const yAxis = {
    title: 'speed-up (log scale)',
    low,
    high,
    lengthPx: panelHeightPx,
    ticks: ratioTicks(low, high),
    isCut: true,
  };
  return [
    {
      data: { values: [{ value: 1 }] },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1.4 },
      encoding: { y: valueChannel(yAxis) },
    },
    ...seriesLayers(
      { points, hasBands: true, otherLines: predictions },
      { x: sizeChannel(axis, layout), yAxis },
      layout,
      palette,
    ),
  ];
}

function pointOf(speedup: KnownSpeedup) {
  const { problem, implementation, over, ratio, interval } = speedup;
  return {
    elements: elementsOf(problem),
    implementation,
    value: ratio,
    isHollow: speedup.classification === 'no difference',
    ...interval,
    tooltip: {
      implementation,
      over,
      elements: problemText(problem),
      'speed-up': formatRatio(ratio),
      '95% CI': intervalText(interval),
      'by read + write bytes': formatRatio(speedup.predictedByPassBytes),
      'with write-allocate (RFO)': formatRatio(speedup.predictedByBusBytes ?? Number.NaN),
      'by memory-only versions': formatRatio(speedup.predictedBySkeletons ?? Number.NaN),
    },
  };
}

/** What the headline would gain if bytes alone set the time, from the smallest size out of cache to `high`. */
function predictionsOf(
  speedups: readonly KnownSpeedup[],
  headline: string,
  high: number,
): readonly LinePoint<'elements'>[] {
  const own = speedups.filter(
    ({ implementation, isOutOfCache }) => implementation === headline && isOutOfCache,
  );
  const [first] = own;
  if (first === undefined) return [];
  const low = Math.min(...own.map(({ problem }) => elementsOf(problem)));
  const { predictedByPassBytes, predictedByBusBytes } = first;
  return [
    { implementation: predictionSeries.passBytes, value: predictedByPassBytes },
    { implementation: predictionSeries.busBytes, value: predictedByBusBytes },
  ].flatMap(({ implementation, value }) =>
    value === null
      ? []
      : // A single size gets a line as well.
        [low === high ? low / 1.5 : low, high].map((elements) => ({
          elements,
          implementation,
          value,
        })),
  );
}

/** Ticks of ratios, which rarely span a factor of ten. */
function ratioTicks(low: number, high: number): number[] {
  if (high / low > 8) return logTicks(low, high);
  return [0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5].filter((tick) => tick >= low && tick <= high);
}
