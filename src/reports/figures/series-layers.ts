import { groupBy } from '../../model/group-by.js';
import { seriesName, styleScales } from './algorithm-style.js';
import { logTicks, spreadLabels, type LogAxis } from './end-labels.js';
import type { Layer, Layout } from './figure.js';
import type { Palette } from './palette.js';

/** A point of a line: `Field` holds where it stands on the x axis. */
export type LinePoint<Field extends string> = Readonly<Record<Field, number>> & {
  readonly value: number;
  readonly implementation: string;
};

/** One that is drawn as such. */
export type SeriesPoint<Field extends string> = LinePoint<Field> & {
  /** An uncertain number: too few rounds, or no significant difference. */
  readonly isHollow: boolean;
  readonly tooltip: Readonly<Record<string, string>>;
};

/** Lines of implementations over one axis. */
interface Series<Field extends string> {
  /** Their points, in the order of lines. */
  readonly points: readonly SeriesPoint<Field>[];
  /** Whether points have `low` and `high`, the ends of a band. */
  readonly hasBands: boolean;
  /** Lines without points. */
  readonly otherLines?: readonly LinePoint<Field>[];
}

/** A logarithmic axis of values. */
interface ValueAxis extends LogAxis {
  readonly title: string;
  /** Those of `logTicks` where there are none. */
  readonly ticks?: readonly number[];
  /** Whether lines leave the axis, which are then cut off. */
  readonly isCut?: boolean;
}

const labelGapPx = 13;

/** The y channel of every layer over that axis. */
export function valueChannel({ title, low, high, ticks = logTicks(low, high) }: ValueAxis) {
  return {
    field: 'value',
    type: 'quantitative' as const,
    title,
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: [...ticks], format: '~g' },
  };
}

/** Bands, lines and points in the look of each implementation; the names of lines at their ends where there is room. */
export function seriesLayers<Field extends string>(
  { points, hasBands, otherLines = [] }: Series<Field>,
  { x, yAxis }: { readonly x: { readonly field: Field }; readonly yAxis: ValueAxis },
  layout: Layout,
  palette: Palette,
): readonly Layer[] {
  const lines = [...points, ...otherLines];
  const scales = styleScales([...new Set(lines.map((point) => point.implementation))], palette);
  const bySeries = { field: 'implementation', type: 'nominal' as const, legend: null };
  const y = valueChannel(yAxis);
  const color = { ...bySeries, scale: scales.color };
  const clip = yAxis.isCut ?? false;
  const band: Layer = {
    data: { values: [...points] },
    mark: { type: 'area', opacity: 0.15, clip },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
  };
  return [
    ...(hasBands ? [band] : []),
    {
      data: { values: lines },
      mark: { type: 'line', clip },
      encoding: { x, y, color, strokeDash: { ...bySeries, scale: scales.dash } },
    },
    ...pointLayers(
      points,
      { x, y, color, shape: { ...bySeries, scale: scales.shape } },
      clip,
      palette,
    ),
    ...(layout.isNarrow ? [] : [lineEndLayer(lines, x.field, yAxis, layout, { y, color })]),
  ];
}

/** Filled, or hollow where a number is uncertain. */
function pointLayers(
  points: readonly { readonly isHollow: boolean }[],
  encoding: object,
  clip: boolean,
  palette: Palette,
): readonly Layer[] {
  const mark = { type: 'point' as const, clip, tooltip: { signal: 'datum.tooltip' } };
  const hollow = { filled: false, fill: palette.background, strokeWidth: 1.5 };
  return [
    { data: { values: points.filter(({ isHollow }) => !isHollow) }, mark, encoding },
    {
      data: { values: points.filter(({ isHollow }) => isHollow) },
      mark: { ...mark, ...hollow },
      encoding,
    },
  ];
}

/** The name of each line next to its last point; of lines that end below the axis none. */
function lineEndLayer<Field extends string>(
  points: readonly LinePoint<Field>[],
  field: Field,
  axis: LogAxis,
  { plotWidthPx }: Layout,
  encoding: { readonly y: object; readonly color: object },
): Layer {
  const lasts = [...groupBy(points, ({ implementation }) => implementation).values()]
    .map((own) => own.reduce((last, point) => (point[field] > last[field] ? point : last)))
    .filter(({ value }) => value >= axis.low);
  const places = spreadLabels(
    lasts.map(({ value }) => value),
    axis,
    labelGapPx,
  );
  const values = lasts.map(({ implementation }, index) => ({
    value: places[index]!,
    implementation,
    label: seriesName(implementation),
  }));
  return {
    data: { values },
    mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11.5 },
    encoding: { ...encoding, text: { field: 'label' } },
  };
}
