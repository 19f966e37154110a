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
  readonly points: readonly Point[];
}

/** One size of a series. */
export interface Point {
  readonly elementCount: number;
  readonly region: Region;
  /** Within a factor of 2 of a cache boundary, where figures mix two levels. */
  readonly isTransition: boolean;
  /** Each array is several times as large as the last-level cache. */
  readonly isOutOfCache: boolean;
  /** In the unit of the quantity; positive. */
  readonly value: number;
  /** 95 %, from the rounds of the run alone; null for too few rounds. */
  readonly interval: Interval | null;
}

/** A text that series about the same thing share. */
export function seriesKey(series: Omit<Series, 'points' | 'kind' | 'stores'>): string {
  const { quantity, algorithm, over, target, cacheState, threadCount } = series;
  return [quantity, algorithm, over, target, cacheState, threadCount].join('/');
}
