import {
  knownRatio,
  pairedRatio,
  scaledRatio,
  type KnownRatio,
} from '../../statistics/paired-ratio.js';
import type { RoundedSamples } from '../../statistics/rounded-samples.js';
import type { Saturation } from './thread-schema.js';

/** Bandwidth this close to the largest counts as the same. */
export const kneeFraction = 0.95;

/** At least this share of as many times one thread is proportional. */
const proportionalFraction = 0.9;

/** Two threads say nothing of more. */
const fewestThreads = 3;

/** One implementation at one thread count. */
export interface MeasuredPoint {
  readonly threadCount: number;
  /** Elements of a call. */
  readonly elements: number;
  readonly passBytesPerSecond: number;
  readonly samples: RoundedSamples;
}

/** Where the bandwidth of an implementation stops growing; null without a point. @param points ascending. */
export function saturationOf(
  scope: Saturation['scope'],
  points: readonly MeasuredPoint[],
): Saturation | null {
  const [first] = points;
  const largest = points.at(-1);
  if (first === undefined || largest === undefined) return null;
  const best = points.reduce((most, point) =>
    point.passBytesPerSecond > most.passBytesPerSecond ? point : most,
  );
  const knee = largest.threadCount < fewestThreads ? null : kneeOf(points, best);
  return {
    scope,
    kind: kindOf(knee, first, largest),
    largestThreadCount: largest.threadCount,
    knee,
    passBytesPerSecond: best.passBytesPerSecond,
    atThreadCount: best.threadCount,
  };
}

/** Work per time of one over that of the other, paired within rounds; null in too few. */
export function workRatio(own: MeasuredPoint, other: MeasuredPoint): KnownRatio | null {
  const ratio = knownRatio(pairedRatio(other.samples, own.samples));
  return ratio && scaledRatio(ratio, own.elements / other.elements);
}

function kneeOf(
  points: readonly MeasuredPoint[],
  best: MeasuredPoint,
): NonNullable<Saturation['knee']> {
  const judged = points.map((point) => {
    const interval = point === best ? { low: 1, high: 1 } : workRatio(point, best)?.interval;
    return {
      threadCount: point.threadCount,
      isNear: point.passBytesPerSecond >= kneeFraction * best.passBytesPerSecond,
      mayBeNear: interval === undefined || interval.high >= kneeFraction,
      isNearByInterval: interval !== undefined && interval.low >= kneeFraction,
    };
  });
  const firstThat = (test: (point: (typeof judged)[number]) => boolean): number =>
    (judged.find(test) ?? judged.at(-1)!).threadCount;
  const threadCount = firstThat(({ isNear }) => isNear);
  return {
    threadCount,
    low: Math.min(
      threadCount,
      firstThat(({ mayBeNear }) => mayBeNear),
    ),
    high: Math.max(
      threadCount,
      firstThat(({ isNearByInterval }) => isNearByInterval),
    ),
  };
}

function kindOf(
  knee: Saturation['knee'],
  first: MeasuredPoint,
  largest: MeasuredPoint,
): Saturation['kind'] {
  if (knee === null) return 'too few threads';
  if (knee.high < largest.threadCount) return 'saturated';
  if (knee.low < largest.threadCount) return 'undecided';
  const growth = workRatio(largest, first);
  if (growth === null) return 'undecided';
  const proportional = (proportionalFraction * largest.threadCount) / first.threadCount;
  if (growth.interval.low >= proportional) return 'proportional';
  return growth.interval.high < proportional ? 'still rising' : 'undecided';
}
