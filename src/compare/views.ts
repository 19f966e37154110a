import type { Interval } from '../statistics/median-interval.js';
import { placeOf } from '../model/regions.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { elementBytes, trafficOf } from '../softmax/traffic.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import type { Direction } from './ratio.js';
import { seriesKey, type Quantity } from './series.js';

/** What machines are compared by. */
export const metrics = ['time', 'pass-bandwidth', 'skeleton-fraction', 'speedup'] as const;
export type Metric = (typeof metrics)[number];

/** Where they are compared: at the same element count, or at the same footprint over the own last-level cache. */
export const sizeAxes = ['element-count', 'llc-relative'] as const;
export type SizeAxis = (typeof sizeAxes)[number];

/** A way to look at machines. */
export interface View {
  readonly metric: Metric;
  readonly by: SizeAxis;
}

/** How the values of a metric are named and read. */
export interface MetricFacts {
  readonly quantity: Quantity;
  readonly direction: Direction;
  /** Of its values by element count, and in the normalised view. */
  readonly unit: string;
  readonly relativeUnit: string;
}

export const metricFacts: Readonly<Record<Metric, MetricFacts>> = {
  time: {
    quantity: 'time',
    direction: 'less is better',
    unit: 'ns per element',
    relativeUnit: 'times as long as an element of the own copy out of cache',
  },
  'pass-bandwidth': {
    quantity: 'time',
    direction: 'more is better',
    unit: 'GB/s by pass bytes',
    relativeUnit: 'share of the pass bandwidth of the own copy out of cache',
  },
  'skeleton-fraction': {
    quantity: 'skeleton-fraction',
    direction: 'more is better',
    unit: 'share of the speed of the skeleton',
    relativeUnit: 'share of the speed of the skeleton',
  },
  speedup: {
    quantity: 'speedup',
    direction: 'more is better',
    unit: 'times as fast as three-pass',
    relativeUnit: 'times as fast as three-pass',
  },
};

/** Relative footprints are powers of two from this exponent up to the next one. */
const lowestExponent = -14;
const highestExponent = 6;

/** The series of a machine in that view; those of other quantities are left out. */
export function seriesInView(
  machine: CombinedMachine,
  { metric, by }: View,
): readonly CombinedSeries[] {
  const { quantity } = metricFacts[metric];
  return [...machine.series.values()]
    .filter((series) => series.quantity === quantity)
    .map((series) => (by === 'llc-relative' ? relativeSeries(series, machine) : series))
    .map((series) => (metric === 'pass-bandwidth' ? asBandwidth(series, by) : series))
    .filter(({ points }) => points.length > 0);
}

/** The size of copy that stands for memory, or null when copy left no cache in that group. */
export function outOfCachePoint(series: CombinedSeries | undefined): CombinedPoint | null {
  const points = series?.points ?? [];
  return (
    points.findLast(({ isOutOfCache }) => isOutOfCache) ??
    points.findLast(({ region }) => region === 'memory') ??
    null
  );
}

/** Times as pass bandwidth: GB/s, or over that of copy where times are over that of copy. */
function asBandwidth(series: CombinedSeries, by: SizeAxis): CombinedSeries {
  const bytes = trafficOf(algorithmOf(series.algorithm), 1).passBytes;
  const copied = trafficOf(algorithmOf('copy'), 1).passBytes;
  const factor = by === 'llc-relative' ? bytes / copied : bytes;
  return {
    ...series,
    points: series.points.map((point) => ({
      ...point,
      value: factor / point.value,
      interval: point.interval && {
        low: factor / point.interval.high,
        high: factor / point.interval.low,
      },
    })),
  };
}

function relativeSeries(series: CombinedSeries, machine: CombinedMachine): CombinedSeries {
  const { boundaries } = machine.runs[0]!;
  const lastLevelBytes = boundaries.at(-1)!.capacityBytes;
  const elementsInCache = lastLevelBytes / (2 * elementBytes);
  const copy = outOfCachePoint(
    machine.series.get(seriesKey({ ...series, quantity: 'time', algorithm: 'copy', over: null })),
  );
  if (series.quantity === 'time' && copy === null) return { ...series, points: [] };
  const points: CombinedPoint[] = [];
  for (let exponent = lowestExponent; exponent <= highestExponent; exponent += 1) {
    const size = 2 ** exponent;
    const point = interpolated(series.points, size * elementsInCache);
    if (point === null) continue;
    const placed = { ...point, ...placeOf(size * lastLevelBytes, boundaries), size };
    points.push(series.quantity === 'time' ? overPoint(placed, copy!) : placed);
  }
  return { ...series, points };
}

/** Between the two measured sizes around it on logarithmic scales; null outside of what was measured. */
function interpolated(points: readonly CombinedPoint[], size: number): CombinedPoint | null {
  const upper = points.find((point) => point.size >= size);
  const lower = points.findLast((point) => point.size <= size);
  if (upper === undefined || lower === undefined) return null;
  if (upper.size === lower.size) return lower;
  const share = Math.log(size / lower.size) / Math.log(upper.size / lower.size);
  const mix = (low: number, high: number): number => low ** (1 - share) * high ** share;
  const interval: Interval | null = lower.interval &&
    upper.interval && {
      low: mix(lower.interval.low, upper.interval.low),
      high: mix(lower.interval.high, upper.interval.high),
    };
  return { ...lower, value: mix(lower.value, upper.value), interval };
}

/** A time over that of copy, both known with an error of their own. */
function overPoint(point: CombinedPoint, copy: CombinedPoint): CombinedPoint {
  const value = point.value / copy.value;
  if (point.interval === null || copy.interval === null) return { ...point, value, interval: null };
  const below = Math.hypot(
    Math.log(point.value / point.interval.low),
    Math.log(copy.interval.high / copy.value),
  );
  const above = Math.hypot(
    Math.log(point.interval.high / point.value),
    Math.log(copy.value / copy.interval.low),
  );
  return {
    ...point,
    value,
    interval: { low: value * Math.exp(-below), high: value * Math.exp(above) },
  };
}
