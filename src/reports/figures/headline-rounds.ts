import type { Analysis } from '../../analysis/analysis.js';
import type { Headline } from '../../analysis/quality/quality-schema.js';
import { problemPhrase } from '../../model/problem-text.js';
import { groupBy } from '../../model/group-by.js';
import { median } from '../../statistics/median.js';
import { rangeOf } from '../../statistics/range-of.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { robustRange } from '../shared/robust-range.js';
import { sweepName } from '../shared/sweep-name.js';
import { algorithmStyle } from './algorithm-style.js';
import { empty, type Figure, type Layer, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import { frameOf, titleOf } from './theme.js';

const title = 'Headline by round';
const heightPx = 220;

/** Two a pixel. */
const mostPoints = 1200;

const mostProcesses = 100;

/** Figure 8: the headline ratio of every round, in the order of time. */
export const headlineRounds: Figure = {
  id: 'headline-rounds',
  title,
  draw: (analysis, palette, layout) => {
    const { steadiness, sweeps, answer } = analysis;
    const { headline } = steadiness;
    if (headline === null || headline.rounds.length === 0) {
      return empty('The headline and a rival were not measured together.');
    }
    const { implementation, over, problem, rounds } = headline;
    const { color } = algorithmStyle(implementation, palette);
    const point = { label: 'one round', color, dash: null };
    return {
      status: 'drawn',
      caption:
        `Speed of ${implementation} over ${over} in each round. Line and band: the ratio with its 95% CI. ` +
        'Short lines: median of a process. A triangle at the edge is off the scale.' +
        (stepOf(rounds) === 1 ? '' : ` Shown is one round in ${stepOf(rounds)}.`),
      legend: [
        { ...point, series: 'round', shape: 'circle' },
        ...(rounds.some(({ isDisturbed }) => isDisturbed)
          ? [
              {
                ...point,
                series: 'disturbed',
                label: 'disturbed round',
                color: palette.ink,
                shape: 'cross',
              },
            ]
          : []),
        { series: '', label: 'ratio with 95% CI', color, dash: [1, 0], shape: null },
        {
          series: '',
          label: 'median of a process',
          color: palette.muted,
          dash: [1, 0],
          shape: null,
        },
      ],
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, `${sweepName(headline, sweeps)}; ${problemPhrase(problem)}`, layout),
        width: layout.isNarrow ? layout.plotWidthPx + 14 : layout.plotWidthPx + 90,
        height: heightPx,
        layer: layersOf(headline, answer.headlineGain, layout, palette),
      },
    };
  },
};

function layersOf(
  { rounds, implementation }: Headline,
  gain: Analysis['answer']['headlineGain'],
  { isNarrow }: Layout,
  palette: Palette,
): Layer[] {
  const ratios = rounds.map(({ ratio }) => ratio);
  const inner = robustRange([
    ...ratios,
    ...(gain?.interval == null ? [] : [gain.interval.low, gain.interval.high]),
  ]);
  const [low, high] = [inner.low / 1.02, inner.high * 1.02];
  const { color } = algorithmStyle(implementation, palette);
  const x = {
    field: 'at',
    type: 'quantitative' as const,
    title: 'round, in the order of time',
    scale: { domain: [0, rounds.length + 1], nice: false },
    axis: { grid: false, tickMinStep: 1, tickCount: isNarrow ? 5 : 10 },
  };
  const y = {
    field: 'ratio',
    type: 'quantitative' as const,
    title: 'speed-up (log scale)',
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { tickCount: 6, format: '~g' },
  };
  const points = shownOf(rounds).map(({ ratio, process, isDisturbed, index }) => ({
    at: index + 1,
    ratio: Math.min(high, Math.max(low, ratio)),
    series: isDisturbed ? 'disturbed' : 'round',
    shape:
      ratio > high
        ? 'triangle-up'
        : ratio < low
          ? 'triangle-down'
          : isDisturbed
            ? 'cross'
            : 'circle',
    tooltip: {
      round: `${index + 1}`,
      process: `${process + 1}`,
      'speed-up': formatRatio(ratio),
      disturbed: isDisturbed ? 'yes' : 'no',
    },
  }));
  return [
    ...gainLayers(gain, y, color),
    ...processLayers(rounds, { low, high }, { x, y }, palette),
    ...(['round', 'disturbed'] as const).map((series): Layer => ({
      data: { values: points.filter((point) => point.series === series) },
      mark: {
        type: 'point',
        color: series === 'round' ? color : palette.ink,
        tooltip: { signal: 'datum.tooltip' },
      },
      encoding: { x, y, shape: { field: 'shape', type: 'nominal', scale: null } },
    })),
  ];
}

/** With their index; of more than `mostPoints` every second, third, and so on. */
function shownOf(
  rounds: Headline['rounds'],
): readonly (Headline['rounds'][number] & { index: number })[] {
  const step = stepOf(rounds);
  const shown = rounds.filter((_, index) => index % step === 0);
  return shown.map((round, index) => ({ ...round, index: index * step }));
}

function stepOf({ length }: Headline['rounds']): number {
  return Math.ceil(length / mostPoints);
}

/** The ratio, and its interval where there is one. */
function gainLayers(
  gain: Analysis['answer']['headlineGain'],
  y: object,
  color: string,
): readonly Layer[] {
  if (gain?.interval == null) return [];
  const { ratio, interval } = gain;
  const tooltip = { 'speed-up': formatRatio(ratio), '95% CI': intervalText(interval) };
  return [
    {
      data: { values: [{ ...interval, tooltip }] },
      mark: { type: 'rect', color, opacity: 0.18, tooltip: { signal: 'datum.tooltip' } },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data: { values: [{ ratio, tooltip }] },
      mark: { type: 'rule', color, strokeWidth: 1.6, tooltip: { signal: 'datum.tooltip' } },
      encoding: { y },
    },
  ];
}

/** The processes apart, each with its median; none where there are too many to distinguish. */
function processLayers(
  rounds: Headline['rounds'],
  { low, high }: { low: number; high: number },
  { x, y }: { x: object; y: object },
  palette: Palette,
): readonly Layer[] {
  const placed = rounds.map((round, index) => ({ ...round, place: index + 1 }));
  const byProcess = groupBy(placed, ({ process }) => process);
  if (byProcess.size > mostProcesses) return [];
  const processes = [...byProcess].map(([process, own]) => {
    const places = rangeOf(own.map(({ place }) => place));
    return {
      at: places.low - 0.5,
      end: places.high + 0.5,
      middle: (places.low + places.high) / 2,
      ratio: Math.min(high, Math.max(low, median(own.map(({ ratio }) => ratio)))),
      label: `${process + 1}`,
    };
  });
  return [
    {
      data: { values: processes.slice(1) },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1, strokeDash: [1, 3] },
      encoding: { x },
    },
    {
      data: { values: processes },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 2 },
      encoding: { x, x2: { field: 'end' }, y },
    },
    {
      data: {
        values: processes.map((own, index) => ({
          ...own,
          label: index === 0 ? `process ${own.label}` : own.label,
        })),
      },
      mark: { type: 'text', y: -8, color: palette.muted },
      encoding: { x: { ...x, field: 'middle' }, text: { field: 'label' } },
    },
  ];
}
