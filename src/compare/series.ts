import type { Group, Region } from '../analysis/analysis.js';
import type { Interval } from '../statistics/median-interval.js';

/**
 * What is compared between machines. `time` is ns per element, `skeleton-fraction` speed over that of the same
 * passes without arithmetic, `speedup` speed over that of a three-pass algorithm; of the latter two
 * both sides were measured on the same machine in the same rounds.
 */
export type Quantity = 'time' | 'skeleton-fraction' | 'speedup';

/** What one run says of one quantity of one algorithm, from the smallest size to the largest. */
export interface Series extends Group {
  readonly quantity: Quantity;
  readonly algorithm: string;
  /** What `speedup` is over; null for the others. */
  readonly over: string | null;
  readonly kind: 'softmax' | 'baseline';
  /** The stores of its passes, on which its bytes depend: `ordinary ordinary`. */
  readonly stores: string;
  readonly points: PointColumns;
}

/** The points of a series by columns of one length, which go from thread to thread in a quarter of the time of objects. */
export interface PointColumns {
  readonly places: readonly Place[];
  /** In the unit of the quantity; positive. */
  readonly values: readonly number[];
  /** Ends of the 95 % intervals, from the rounds of the run alone; NaN for too few rounds. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/** A size, and where it lies on the machine. */
export interface Place {
  readonly elementCount: number;
  readonly region: Region;
  /** Within a factor of 2 of a cache boundary, where figures mix two levels. */
  readonly isTransition: boolean;
  /** Each array is several times as large as the last-level cache. */
  readonly isOutOfCache: boolean;
}

/** One size of a series. */
export interface Point {
  readonly place: Place;
  readonly value: number;
  readonly interval: Interval | null;
}

/** The points as columns. */
export function columnsOf(points: readonly Point[]): PointColumns {
  return {
    places: points.map(({ place }) => place),
    values: points.map(({ value }) => value),
    lows: points.map(({ interval }) => interval?.low ?? Number.NaN),
    highs: points.map(({ interval }) => interval?.high ?? Number.NaN),
  };
}

/** What `columnsOf` made columns of. */
export function pointsOf(columns: PointColumns): readonly Point[] {
  return columns.places.map((place, index) => ({
    place,
    value: columns.values[index]!,
    interval: intervalAt(columns, index),
  }));
}

/** The interval of one of the points. */
export function intervalAt({ lows, highs }: PointColumns, index: number): Interval | null {
  const low = lows[index]!;
  return Number.isNaN(low) ? null : { low, high: highs[index]! };
}

/** What a series is of: `two-pass`, or `two-pass over recompute`. */
export function subjectText({ algorithm, over }: Pick<Series, 'algorithm' | 'over'>): string {
  return over === null ? algorithm : `${algorithm} over ${over}`;
}

/** A text that series about the same thing share. */
export function seriesKey(series: Omit<Series, 'points' | 'kind' | 'stores'>): string {
  const { quantity, algorithm, over, target, cacheState, threadCount } = series;
  return [quantity, algorithm, over, target, cacheState, threadCount].join('/');
}
