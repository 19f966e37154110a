import type { Analysis } from '../../analysis/analysis.js';
import type { ThreadFamily } from '../../analysis/threads/thread-schema.js';
import type { Interval } from '../../statistics/median-interval.js';
import { familySizeText } from '../shared/thread-families.js';
import { seriesLegend } from './algorithm-style.js';
import { empty, type Figure, type Layer, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import { seriesLayers, valueChannel, type SeriesPoint } from './series-layers.js';
import { frameOf, panelTitleOf, titleOf } from './theme.js';

/** A point of a line over threads; its interval is that of the value where it has none. */
type ThreadFigurePoint = SeriesPoint<'threads'> & Interval;

/** A line behind the curves of a panel, from one thread to the most. */
interface Guide {
  readonly label: string;
  /** Where its name stands. */
  readonly labelled: 'left' | 'right';
  readonly valueAt: (threads: number) => number;
}

/** What differs between the figures over threads. */
export interface ThreadFigure extends Pick<Figure, 'id' | 'title'> {
  readonly caption: string;
  readonly axisTitle: string;
  /** One panel each. */
  readonly familiesOf: (analysis: Analysis) => readonly ThreadFamily[];
  readonly pointsOf: (family: ThreadFamily, analysis: Analysis) => readonly ThreadFigurePoint[];
  readonly guidesOf: (family: ThreadFamily) => readonly Guide[];
}

const panelHeightPx = 250;

/** A figure with a line over the threads for each implementation, on logarithmic axes, one panel a family. */
export function threadFigure(figure: ThreadFigure): Figure {
  const { id, title, caption, familiesOf, pointsOf } = figure;
  return {
    id,
    title,
    isFor: (analysis) => familiesOf(analysis).length > 0,
    draw: (analysis, palette, layout) => {
      const panels = familiesOf(analysis)
        .map((family) => ({ family, points: pointsOf(family, analysis) }))
        .filter(({ points }) => points.length > 0);
      if (panels.length === 0) return empty('Nothing that it shows was measured with threads.');
      const ids = panels.flatMap(({ points }) => points.map((point) => point.implementation));
      return {
        status: 'drawn',
        caption,
        legend: seriesLegend([...new Set(ids)], palette),
        spec: {
          ...frameOf(palette, layout),
          ...titleOf(title, `${analysis.subject!.target}; medians`, layout),
          spacing: 22,
          vconcat: panels.map(({ family, points }) => ({
            ...panelTitleOf(`${family.placement}, ${familySizeText(family)}`),
            width: layout.plotWidthPx,
            height: panelHeightPx,
            layer: panelLayers(figure, family, points, layout, palette),
          })),
        },
      };
    },
  };
}

function panelLayers(
  { axisTitle, guidesOf }: ThreadFigure,
  family: ThreadFamily,
  points: readonly ThreadFigurePoint[],
  layout: Layout,
  palette: Palette,
): Layer[] {
  const counts = family.counts.map(({ threadCount }) => threadCount);
  const lows = points.map(({ low }) => low);
  const highs = points.map(({ high }) => high);
  const guides = guidesOf(family);
  const guideValues = guides.flatMap(({ valueAt }) => counts.map(valueAt));
  const low = Math.min(...lows, ...guideValues) / 1.08;
  const high = Math.max(...highs, ...guideValues) * 1.12;
  const x = threadChannel(counts);
  const yAxis = { title: axisTitle, low, high, lengthPx: panelHeightPx };
  return [
    ...guides.flatMap((guide) =>
      guideLayers(guide, counts, { x, y: valueChannel(yAxis) }, palette),
    ),
    ...seriesLayers({ points, hasBands: true }, { x, yAxis }, layout, palette),
  ];
}

/** Ticks at what was measured, where they do not touch. */
function threadChannel(counts: readonly number[]) {
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const ticks: number[] = [];
  for (const count of counts) {
    if (count / (ticks.at(-1) ?? 0) > (high / low) ** 0.05) ticks.push(count);
  }
  return {
    field: 'threads' as const,
    type: 'quantitative' as const,
    title: 'threads',
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: ticks, format: 'd', grid: false },
  };
}

/** A dashed line with its name above one end. */
function guideLayers(
  { label, labelled, valueAt }: Guide,
  counts: readonly number[],
  { x, y }: { readonly x: object; readonly y: object },
  palette: Palette,
): readonly Layer[] {
  const values = counts.map((threads) => ({ threads, value: valueAt(threads), label }));
  return [
    {
      data: { values },
      mark: { type: 'line', color: palette.muted, strokeDash: [6, 4], strokeWidth: 1.3 },
      encoding: { x, y },
    },
    {
      data: { values: labelled === 'left' ? values.slice(0, 1) : values.slice(-1) },
      mark: {
        type: 'text',
        color: palette.muted,
        align: labelled,
        dx: labelled === 'left' ? 6 : -6,
        dy: labelled === 'left' ? -8 : 0,
      },
      encoding: { x, y, text: { field: 'label' } },
    },
  ];
}
