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

/** A capacity within this factor of the reported size agrees with it. */
const agreementRatio = 1.5;

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
 * The last-level cache by the bandwidth of copy; by that of read, where only this falls beyond the inner caches. A
 * drop at the last point alone, far behind a capacity that the others show, was a disturbance.
 * @param points ascending.
 */
export function probedCapacity(
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): ProbedCapacity {
  const found = shownCapacity(points, expectation);
  if (found.status !== 'falling') return found;
  const others = points.slice(0, -1);
  const foundBefore = shownCapacity(others, expectation);
  return isSettled(foundBefore, others) ? foundBefore : found;
}

function shownCapacity(
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): ProbedCapacity {
  const { copy, read } = curvesOf(points);
  if (copy.status !== 'settled') return { status: copy.status, innerCapacityBytes: [] };
  const seen: readonly Seen[] = [
    { pass: 'copy', falls: copy.falls },
    { pass: 'read', falls: read.status === 'settled' ? read.falls : [] },
  ];
  const isLast = ({ falls }: Seen): boolean => isLastLevel(falls.at(-1), points, expectation);
  const { pass, falls } = seen.find(isLast) ?? seen[0]!;
  const capacities = falls.map(({ capacityBytes }) => capacityBytes);
  const last = falls.at(-1);
  if (last === undefined) return { status: 'flat', innerCapacityBytes: [] };
  return isLast({ pass, falls })
    ? { status: 'seen', capacity: last, pass, innerCapacityBytes: capacities.slice(0, -1) }
    : { status: 'inner', innerCapacityBytes: capacities };
}

interface Seen {
  readonly pass: SweptPass;
  readonly falls: readonly BandwidthFall[];
}

/** Bandwidth of the largest working sets; null when they may still lie in a cache. */
export function memoryBandwidth(
  { status }: ProbedCapacity,
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): CacheProbe['memoryBytesPerSecond'] {
  const isMemory = status === 'seen' || (status === 'flat' && isFarEnough(points, expectation));
  const copy = points.at(-1)?.copyBytesPerSecond;
  const read = points.findLast((point) => point.readBytesPerSecond !== null)?.readBytesPerSecond;
  return isMemory && copy && read ? { read, copy } : null;
}

/** Whether a capacity confirms the size that the system reports. */
export function agrees(capacityBytes: number, reportedBytes: number): boolean {
  const ratio = capacityBytes / reportedBytes;
  return Math.max(ratio, 1 / ratio) <= agreementRatio;
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
    isSettled(found, points) &&
    isBeyondInner(found.capacity, expectation) &&
    reachedBytes >= leastReachBytes
  );
}

type SeenCapacity = Extract<ProbedCapacity, { status: 'seen' }>;

function isSettled(found: ProbedCapacity, points: readonly ProbedPoint[]): found is SeenCapacity {
  const reachedBytes = points.at(-1)?.workingSetBytes ?? 0;
  return found.status === 'seen' && reachedBytes >= settledMultiple * found.capacity.highBytes;
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

/** A fall where inner caches end is the last one only where the system reports so and no larger cache shows. */
function isLastLevel(
  fall: BandwidthFall | undefined,
  points: readonly ProbedPoint[],
  expectation: CacheExpectation,
): boolean {
  if (fall === undefined) return false;
  if (isBeyondInner(fall, expectation)) return true;
  const { reportedBytes, secondLevelBytes } = expectation;
  return (
    secondLevelBytes === null &&
    reportedBytes !== null &&
    agrees(fall.capacityBytes, reportedBytes) &&
    isFarEnough(points, expectation)
  );
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
