import type { CacheProbe, ProbedPoint } from '../model/machine.js';
import {
  bandwidthCurve,
  type BandwidthCurve,
  type BandwidthFall,
} from '../statistics/bandwidth-fall.js';
import type { CacheExpectation } from './probe-request.js';
import type { SweptPass } from './probed-memory.js';

/** No CPU has a larger cache. */
const largestCacheBytes = 512 * 2 ** 20;

/** Most CPUs have no larger one. Where nothing is reported it is expected. */
const usualCacheBytes = 32 * 2 ** 20;

/** Where no third level is reported, the second is expected to be no larger. */
const largestSecondLevelBytes = 4 * 2 ** 20;

/** A fall that lies so far beyond an inner cache is not that of this cache. */
const beyondMultiple = 1.5;

/** A cache shows in working sets up to this many times its size. */
const showingMultiple = 2;

/** A level has settled for good when it lasts up to this many times the capacity before it. */
const settledMultiple = 4;

/** A small cache may be an inner one that is reported as the last: the sweep goes this far in any case. */
const leastReachBytes = 128 * 2 ** 20;

/** Copy and read see one cache when they differ by no more. */
const sameCapacityRatio = 1.5;

/** What the points say of the last-level cache. */
export type ProbedCapacity =
  | {
      readonly status: 'seen';
      readonly capacity: NonNullable<CacheProbe['capacity']>;
      /** The pass that shows it. */
      readonly pass: SweptPass;
      readonly innerCapacityBytes: readonly number[];
    }
  /** `flat`: no fall. `inner`: a fall, but the sweep did not go far enough to see a larger cache. */
  | {
      readonly status: 'flat' | 'inner' | Exclude<BandwidthCurve['status'], 'settled'>;
      readonly innerCapacityBytes: readonly number[];
    };

/**
 * The last-level cache by the bandwidth of copy and read, whichever shows the larger one. A fall is believed
 * when it lies so far beyond the inner caches that it is none of theirs; where these are not known, when the
 * sweep went so far that a larger cache would have shown.
 * @param points ascending.
 */
export function probedCapacity(
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): ProbedCapacity {
  const { copy, read } = curvesOf(points);
  if (copy.status !== 'settled') return { status: copy.status, innerCapacityBytes: [] };
  const [pass, falls] = lastFalls(copy.falls, read.status === 'settled' ? read.falls : []);
  const last = falls.at(-1);
  if (last === undefined) return { status: 'flat', innerCapacityBytes: [] };
  const capacities = falls.map(({ capacityBytes }) => capacityBytes);
  const isBelieved =
    isBeyondInner(last, expectation) ||
    (expectation.secondLevelBytes === null && isFarEnough(points, expectation));
  return isBelieved
    ? { status: 'seen', capacity: last, pass, innerCapacityBytes: capacities.slice(0, -1) }
    : { status: 'inner', innerCapacityBytes: capacities };
}

/** Bandwidth of the largest working sets; null when they may still lie in a cache. */
export function memoryBandwidth(
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): CacheProbe['memoryBytesPerSecond'] {
  const { status } = probedCapacity(points, expectation);
  const isMemory = status === 'seen' || (status === 'flat' && isFarEnough(points, expectation));
  const copy = points.at(-1)?.copyBytesPerSecond;
  const read = points.findLast((point) => point.readBytesPerSecond !== null)?.readBytesPerSecond;
  return isMemory && copy && read ? { read, copy } : null;
}

/** Whether larger working sets would not change what the points say. */
export function hasSeenEnough(
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): boolean {
  const reachedBytes = points.at(-1)?.workingSetBytes ?? 0;
  if (reachedBytes >= showingMultiple * largestCacheBytes) return true;
  const found = probedCapacity(points, expectation);
  return (
    found.status === 'seen' &&
    isBeyondInner(found.capacity, expectation) &&
    reachedBytes >= Math.max(leastReachBytes, settledMultiple * found.capacity.highBytes)
  );
}

/** Whether the largest working sets show no plateau yet. */
export function isStillFalling(points: readonly ProbedPoint[]): boolean {
  return curvesOf(points).copy.status === 'falling';
}

function curvesOf(points: readonly ProbedPoint[]): Readonly<Record<SweptPass, BandwidthCurve>> {
  const curveOf = (field: 'copyBytesPerSecond' | 'readBytesPerSecond'): BandwidthCurve =>
    bandwidthCurve(
      points.flatMap(({ workingSetBytes: bytes, [field]: bytesPerSecond }) =>
        bytesPerSecond === null ? [] : [{ bytes, bytesPerSecond }],
      ),
    );
  return { copy: curveOf('copyBytesPerSecond'), read: curveOf('readBytesPerSecond') };
}

/** Those of copy, unless read falls once more at a larger size. */
function lastFalls(
  copy: readonly BandwidthFall[],
  read: readonly BandwidthFall[],
): readonly [SweptPass, readonly BandwidthFall[]] {
  const [copied, loaded] = [copy, read].map((falls) => falls.at(-1)?.capacityBytes ?? 0);
  return loaded! > sameCapacityRatio * copied! ? ['read', read] : ['copy', copy];
}

function isFarEnough(points: readonly ProbedPoint[], { reportedBytes }: CacheExpectation): boolean {
  const reachedBytes = points.at(-1)?.workingSetBytes ?? 0;
  return reachedBytes >= showingMultiple * (reportedBytes ?? usualCacheBytes);
}

function isBeyondInner(
  { lowBytes }: Pick<BandwidthFall, 'lowBytes'>,
  { secondLevelBytes }: CacheExpectation,
): boolean {
  return lowBytes >= beyondMultiple * (secondLevelBytes ?? largestSecondLevelBytes);
}
