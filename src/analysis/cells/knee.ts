/** The bandwidth of a sweep over that many bytes. */
export interface BandwidthPoint {
  readonly touchedBytes: number;
  readonly bytesPerSecond: number;
}

/** A smaller fall is no edge of a cache: some caches have the bandwidth of DRAM. */
const minimumFall = 1.5;

/** A plateau or a level of fewer points may be noise. */
const minimumPointCount = 2;

/** Where bandwidth falls. */
export interface Knee {
  readonly bytes: number;
  /** The last point before the fall and the first behind it: nothing is known of what lies between. */
  readonly lastAboveBytes: number;
  readonly firstBelowBytes: number;
}

/**
 * The size at which bandwidth falls from that of the last cache to that of DRAM: where it crosses the
 * geometric mean of the best and the final one, interpolated between the logarithms of the points on
 * either side. Right within a factor of 2 or so, as caches rarely end at an edge. Null when
 * there is no such fall, when fewer than two points lie on one side of it, or when more than a third of
 * those before it lie below it as well (noise).
 * @param points ascending `touchedBytes`, all larger than the last but one cache.
 */
export function bandwidthKnee(points: readonly BandwidthPoint[]): Knee | null {
  const final = points.at(-1);
  if (final === undefined) return null;
  const best = Math.max(...points.map(({ bytesPerSecond }) => bytesPerSecond));
  if (best < minimumFall * final.bytesPerSecond) return null;
  const threshold = Math.sqrt(best * final.bytesPerSecond);
  const isAbove = ({ bytesPerSecond }: BandwidthPoint): boolean => bytesPerSecond >= threshold;
  const lastAbove = points.findLastIndex(isAbove);
  const before = points.slice(0, lastAbove + 1);
  const aboveCount = before.filter(isAbove).length;
  const afterCount = points.length - before.length;
  if (Math.min(aboveCount, afterCount) < minimumPointCount) return null;
  if (aboveCount < (2 / 3) * before.length) return null;
  const above = points[lastAbove]!;
  const below = points[lastAbove + 1]!;
  return {
    bytes: crossing(above, below, threshold),
    lastAboveBytes: above.touchedBytes,
    firstBelowBytes: below.touchedBytes,
  };
}

function crossing(above: BandwidthPoint, below: BandwidthPoint, threshold: number): number {
  const share =
    Math.log(above.bytesPerSecond / threshold) /
    Math.log(above.bytesPerSecond / below.bytesPerSecond);
  return Math.round(above.touchedBytes * (below.touchedBytes / above.touchedBytes) ** share);
}
