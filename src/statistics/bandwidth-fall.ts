/** The bandwidth of sweeps over that many bytes. */
export interface BandwidthPoint {
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** Where bandwidth falls from one level of the memory to the next. */
export interface BandwidthFall {
  /** The capacity of the level that ends here, interpolated between the points on either side. */
  readonly capacityBytes: number;
  /** The last point before the fall and the first behind it: nothing is known of what lies between. */
  readonly lowBytes: number;
  readonly highBytes: number;
}

/** What a curve of bandwidth over size shows. */
export type BandwidthCurve =
  | {
      readonly status: 'settled';
      /** Ascending. The last one ends the last cache, if the sweep went far enough. */
      readonly falls: readonly BandwidthFall[];
    }
  /** `short`: too few points. `falling`: no plateau at the end. `noisy`: many points are far too slow. */
  | { readonly status: 'short' | 'falling' | 'noisy' };

/** A smaller fall is no edge of a cache. Some caches have nearly the bandwidth of DRAM. */
const minimumFall = 1.4;

/** Bandwidth that changes by less in an octave is flat. */
const flatOctaveRatio = 1.2;

/** Bandwidth that changes by less in the last octave has settled, but for the tail of a fall or noise. */
const settledOctaveRatio = 1.3;

/** An edge is no further up than this many times the bandwidth of the next level. */
const nearRatio = 2;

/** A point this far below larger ones was disturbed. Of more than a third, the curve says nothing. */
const disturbedRatio = 1.4;
const disturbedShare = 1 / 3;

const minimumPointCount = 4;

/** A level of fewer points may be noise. */
const minimumLevelPointCount = 2;

/**
 * The levels of a memory, by the bandwidth of sweeps over growing sizes.
 *
 * A larger working set is never faster, so a point that is slower than a larger one was disturbed: it counts
 * as fast as that one. A fall is a run of octaves of 1.2 each at least and of 1.4 in all, or of 1.4 in two octaves:
 * a cache that is shared ends slowly.
 * Its edge is where bandwidth crosses the geometric mean of both levels, or twice the lower one where that is
 * less: without a plateau between them two falls are one, whose edge is that of the second.
 * @param points ascending.
 */
export function bandwidthCurve(points: readonly BandwidthPoint[]): BandwidthCurve {
  const envelope = envelopeOf(points);
  const final = envelope.at(-1);
  const octaveBefore = envelope.findLast(({ bytes }) => 2 * bytes <= (final?.bytes ?? 0));
  if (final === undefined || octaveBefore === undefined || points.length < minimumPointCount) {
    return { status: 'short' };
  }
  if (isSteep(octaveBefore, final, settledOctaveRatio)) return { status: 'falling' };
  const disturbed = points.filter(
    ({ bytesPerSecond }, index) =>
      bytesPerSecond * disturbedRatio < envelope[index]!.bytesPerSecond,
  );
  if (disturbed.length > disturbedShare * points.length) return { status: 'noisy' };
  return {
    status: 'settled',
    falls: steepRuns(envelope).flatMap((run) => fallAlong(envelope, run) ?? []),
  };
}

/** Each point with the best bandwidth of its own and all larger sizes. */
function envelopeOf(points: readonly BandwidthPoint[]): readonly BandwidthPoint[] {
  return points.map(({ bytes }, index) => ({
    bytes,
    bytesPerSecond: Math.max(...points.slice(index).map((point) => point.bytesPerSecond)),
  }));
}

function isSteep(
  before: BandwidthPoint,
  after: BandwidthPoint,
  octaveRatio = flatOctaveRatio,
): boolean {
  const octaves = Math.log2(after.bytes / before.bytes);
  return before.bytesPerSecond > after.bytesPerSecond * octaveRatio ** octaves;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/** The indices at which each run of steep octaves begins and ends; one may begin at each point. */
function steepRuns(envelope: readonly BandwidthPoint[]): readonly Run[] {
  const runs: Run[] = [];
  let isInRun = false;
  for (const [first, before] of envelope.entries()) {
    const last = endOfFall(envelope, before);
    const previous = runs.at(-1);
    if (last !== null && isInRun)
      runs[runs.length - 1] = { first: previous!.first, last: Math.max(previous!.last, last) };
    else if (last !== null) runs.push({ first, last });
    isInRun = last !== null;
  }
  return runs;
}

/** The index up to which bandwidth falls from a point on; null where it does not. */
function endOfFall(envelope: readonly BandwidthPoint[], before: BandwidthPoint): number | null {
  const reaching = (multiple: number): number =>
    envelope.findIndex(({ bytes }) => bytes >= multiple * before.bytes);
  const [octave, twoOctaves] = [reaching(2), reaching(4)];
  if (
    twoOctaves !== -1 &&
    before.bytesPerSecond >= minimumFall * envelope[twoOctaves]!.bytesPerSecond
  )
    return twoOctaves;
  return octave !== -1 && isSteep(before, envelope[octave]!) ? octave : null;
}

function fallAlong(
  envelope: readonly BandwidthPoint[],
  { first, last }: Run,
): BandwidthFall | null {
  const [top, bottom] = [envelope[first]!.bytesPerSecond, envelope[last]!.bytesPerSecond];
  if (top < minimumFall * bottom) return null;
  const threshold = bottom * Math.min(nearRatio, Math.sqrt(top / bottom));
  const firstBelow = envelope.findIndex(({ bytesPerSecond }) => bytesPerSecond < threshold);
  if (firstBelow < minimumLevelPointCount) return null;
  const [low, high] = [envelope[firstBelow - 1]!, envelope[firstBelow]!];
  return {
    capacityBytes: crossing(low, high, threshold),
    lowBytes: low.bytes,
    highBytes: high.bytes,
  };
}

/** Where the line between two points, both axes logarithmic, has that bandwidth. */
function crossing(above: BandwidthPoint, below: BandwidthPoint, threshold: number): number {
  const share =
    Math.log(above.bytesPerSecond / threshold) /
    Math.log(above.bytesPerSecond / below.bytesPerSecond);
  return Math.round(above.bytes * (below.bytes / above.bytes) ** share);
}
