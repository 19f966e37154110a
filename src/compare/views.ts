import { axisKey, sweepAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { elementBytesOf, workingSetOf } from '../model/problem.js';
import { outOfCacheMultiple, placeOf } from '../model/region.js';
import { algorithmOf } from '../softmax/algorithms.js';
import type { Study } from '../softmax/studies.js';
import { streamsOf } from '../softmax/traffic.js';
import type { Interval } from '../statistics/median-interval.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import { LazyPoints } from './lazy-points.js';
import { logPoint, type Direction, type LogPoint } from './ratio.js';
import type { Quantity } from './series.js';

/** What machines are compared by. */
export const metrics = ['time', 'skeleton-fraction', 'speedup'] as const;
export type Metric = (typeof metrics)[number];

/** Where they are compared: at the same element count, or at the same working set over the own LLC. */
export const sizeBases = ['element-count', 'llc-relative'] as const;
export type SizeBasis = (typeof sizeBases)[number];

/** On which instruction sets: the same on both sides, or the fastest of each machine. */
export const targetChoices = ['same', 'best'] as const;
export type TargetChoice = (typeof targetChoices)[number];

/** A way to look at machines. */
export interface View {
  readonly metric: Metric;
  readonly by: SizeBasis;
  readonly targets: TargetChoice;
}

/** Which quantity a metric is made of, and how its values are read. */
export const metricFacts: Readonly<Record<Metric, { quantity: Quantity; direction: Direction }>> = {
  time: { quantity: 'time', direction: 'less is better' },
  'skeleton-fraction': { quantity: 'skeleton-fraction', direction: 'more is better' },
  speedup: { quantity: 'speedup', direction: 'more is better' },
};

/** The unit of the values of a view. */
export function unitOf(
  { metric, by }: Pick<View, 'metric' | 'by'>,
  study: Pick<Study, 'rivalsLabel'>,
): string {
  switch (metric) {
    case 'time':
      return by === 'llc-relative'
        ? 'time per element over that of the own copy in DRAM'
        : 'ns per element';
    case 'skeleton-fraction':
      return 'share of the speed of the memory-only version';
    case 'speedup':
      return `speed-up over ${study.rivalsLabel}`;
  }
}

/** Relative working sets: powers of two from 1/16384 to 64. */
const relativeSizes = Array.from({ length: 21 }, (_, index) => 2 ** (index - 14));

/** A point, and how it is compared. */
export interface ViewedPoint {
  readonly point: CombinedPoint;
  readonly log: LogPoint;
}

export interface ViewedSeries extends Omit<CombinedSeries, 'points'> {
  /** By the keys of their sizes, in the order of the sizes. */
  readonly points: ReadonlyMap<string, ViewedPoint>;
}

/** A machine as a view shows it. */
export interface ViewedMachine {
  readonly machine: CombinedMachine;
  /** Those that have values in the view. */
  readonly series: readonly ViewedSeries[];
}

/** Few points of a machine are compared with others: the logarithms of one are taken when they are. */
class LazyPoint implements ViewedPoint {
  private known: LogPoint | null = null;

  constructor(
    readonly point: CombinedPoint,
    private readonly series: CombinedSeries,
    private readonly direction: Direction,
  ) {}

  get log(): LogPoint {
    return (this.known ??= logPoint(this.series, this.point, this.direction));
  }
}

/** The machine in that view. */
export function viewMachine(machine: CombinedMachine, view: View): ViewedMachine {
  const { direction } = metricFacts[view.metric];
  const series = seriesInView(machine, view).map((own) => {
    const points = () =>
      new Map(
        own.points.map((point): [string, ViewedPoint] => [
          point.at.key,
          new LazyPoint(point, own, direction),
        ]),
      );
    return Object.assign(new LazyPoints(points), own);
  });
  return { machine, series };
}

/** The series of a machine in that view; those of other quantities are left out. */
export function seriesInView(
  machine: CombinedMachine,
  { metric, by }: Pick<View, 'metric' | 'by'>,
): readonly CombinedSeries[] {
  const { quantity } = metricFacts[metric];
  const shown = machine.series.filter((series) => series.quantity === quantity);
  if (by === 'element-count') return shown;
  const bySweep = groupBy(shown, (series) => axisKey(series, sweepAxes));
  return [...bySweep.values()]
    .flatMap((series) => relativeSeries(series, quantity === 'time'))
    .filter(({ points }) => points.length > 0);
}

/** The largest size out of cache, else the largest in DRAM; null when none left the caches. */
export function outOfCachePoint(series: CombinedSeries | undefined): CombinedPoint | null {
  const points = series?.points ?? [];
  return (
    points.findLast(({ at }) => at.isOutOfCache) ??
    points.findLast(({ at }) => at.region === 'DRAM') ??
    null
  );
}

/** Pass bytes of one element, at the size of a point. */
export function passBytesPerElement(implementation: string, { at }: CombinedPoint): number {
  return streamsOf(algorithmOf(implementation)).passBytes * elementBytesOf(at.problem!);
}

/**
 * The series of one sweep at powers of two of its last-level cache.
 * @param isOverCopy whether values are taken over that of copy out of cache; without one, none is left.
 */
function relativeSeries(
  series: readonly CombinedSeries[],
  isOverCopy: boolean,
): readonly CombinedSeries[] {
  const copy = outOfCachePoint(series.find(({ implementation }) => implementation === 'copy'));
  if (isOverCopy && copy === null) return [];
  return series.map((own) => {
    const relative = new LazyPoints(() => {
      const points = relativePoints(own);
      return isOverCopy ? points.map((point) => overPoint(point, copy!)) : points;
    });
    return Object.assign(relative, own);
  });
}

function relativePoints({ points, boundaries }: CombinedSeries): readonly CombinedPoint[] {
  const lastLevelBytes = boundaries.at(-1)!.capacityBytes;
  return relativeSizes.flatMap((size) => {
    const workingSetBytes = size * lastLevelBytes;
    const point = interpolated(points, workingSetBytes);
    if (point === null) return [];
    const at = {
      key: String(size),
      problem: null,
      size,
      ...placeOf(workingSetBytes, boundaries),
      // Each of the two arrays is half of the working set.
      isOutOfCache: size >= 2 * outOfCacheMultiple,
    };
    return [{ ...point, at }];
  });
}

/** Between the two measured sizes around it on logarithmic scales; null outside of what was measured. */
function interpolated(
  points: readonly CombinedPoint[],
  workingSetBytes: number,
): CombinedPoint | null {
  const bytesAt = ({ at }: CombinedPoint): number => workingSetOf(at.problem!);
  const upper = points.find((point) => bytesAt(point) >= workingSetBytes);
  const lower = points.findLast((point) => bytesAt(point) <= workingSetBytes);
  if (upper === undefined || lower === undefined) return null;
  const width = Math.log(bytesAt(upper) / bytesAt(lower));
  if (width === 0) return lower;
  const share = Math.log(workingSetBytes / bytesAt(lower)) / width;
  const mix = (low: number, high: number): number => low ** (1 - share) * high ** share;
  const interval: Interval | null = lower.interval &&
    upper.interval && {
      low: mix(lower.interval.low, upper.interval.low),
      high: mix(lower.interval.high, upper.interval.high),
    };
  return { ...lower, value: mix(lower.value, upper.value), interval };
}

/** A value over that of copy, both known with an error of their own. */
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
    // Its variance is another than those of times.
    prior: () => null,
  };
}
