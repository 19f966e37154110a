import { agreeIn, axisTexts, type Sweep } from '../../model/axes.js';
import type { Machine } from '../../model/machine.js';
import { workingSetOf, type Problem } from '../../model/problem.js';
import {
  cacheBoundaries,
  isOutOfCache,
  placeOf,
  type CacheBoundary,
  type Place,
} from '../../model/region.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';
import {
  bandwidthCurve,
  type BandwidthFall,
  type BandwidthPoint,
} from '../../statistics/bandwidth-fall.js';
import { sampleMedian } from '../../statistics/rounded-samples.js';
import { formatBytes } from '../../units.js';
import type { CacheFindings } from './cell-schema.js';
import { cacheScalesOf, type ThreadEvidence } from '../threads/thread-cpus.js';
import { lastLevelText } from './last-level-text.js';
import type { MeasuredSweep } from './measured-sweeps.js';

/** A knee this many times below or above the size of the plan contradicts it. */
const tolerance = 1.5;

/** A sweep, and the caches as it sees them. */
export interface PlacedSweep extends MeasuredSweep {
  readonly caches: CacheFindings;
}

/** Where the working set of a problem lies in a sweep. */
export interface SweepPlace extends Place {
  readonly workingSetBytes: number;
  readonly isOutOfCache: boolean;
}

interface SeenKnee extends BandwidthFall {
  readonly implementation: string;
  /** Where it was seen. */
  readonly sweep: Sweep;
}

/**
 * Each sweep with its caches: as the plan has them, unless no probe measured them and the bandwidth of read
 * (else of copy) falls to that of DRAM between two sizes that are both more than a factor of 1.5 away from the
 * last level, as in virtual machines that report the cache of their host. That knee is then used.
 *
 * A sweep of one thread uses its own knee. One that shows none, such as a cold one, and those of several threads use
 * that of the first sweep with the same pages, else that of the first sweep with one, else the reported size. The
 * boundaries of several threads are those of the largest problem that they hold in such caches.
 */
export function placeSweeps(
  evidence: ThreadEvidence,
  sweeps: readonly MeasuredSweep[],
): readonly PlacedSweep[] {
  const { machine } = evidence;
  const ownKnees = sweeps.map((sweep) => findKnee(machine, sweep));
  const knees = ownKnees.filter((knee) => knee !== null);
  return sweeps.map((sweep, index) => {
    const knee =
      ownKnees[index] ??
      knees.find((other) => agreeIn(other.sweep, sweep, ['pages'])) ??
      knees[0] ??
      null;
    return { ...sweep, caches: cachesBy(evidence, knee, sweep) };
  });
}

/** Where the working set of a problem lies, by the caches of a sweep. */
export function placeIn({ caches }: Pick<PlacedSweep, 'caches'>, problem: Problem): SweepPlace {
  const { boundaries } = caches;
  const workingSetBytes = workingSetOf(problem);
  return {
    workingSetBytes,
    ...placeOf(workingSetBytes, boundaries),
    isOutOfCache: isOutOfCache(problem, boundaries.at(-1)!.capacityBytes),
  };
}

/** Null for a cold sweep, whose calls begin with nothing in cache, and for several threads, which share caches. */
function findKnee(machine: Machine, sweep: MeasuredSweep): SeenKnee | null {
  if (sweep.cacheState === 'cold' || sweep.threadCount > 1) return null;
  const innerBytes = Math.max(0, ...machine.caches.slice(0, -1).map(({ sizeBytes }) => sizeBytes));
  for (const implementation of ['read', 'copy']) {
    const points = pointsOf(sweep, implementation).filter(({ bytes }) => bytes > innerBytes);
    const curve = bandwidthCurve(points);
    const knee = curve.status === 'settled' ? curve.falls.at(-1) : undefined;
    if (knee !== undefined) return { ...knee, implementation, sweep };
  }
  return null;
}

function pointsOf({ groups }: MeasuredSweep, implementation: string): readonly BandwidthPoint[] {
  return groups.flatMap(({ problem, measured }) => {
    const outcome = measured.get(implementation);
    if (outcome === undefined) return [];
    const { usefulBytes, passBytes } = trafficOf(algorithmOf(implementation), problem);
    const bytesPerSecond = (passBytes / sampleMedian(outcome)) * 1e9;
    return [{ bytes: usefulBytes, bytesPerSecond }];
  });
}

/** A probe has settled the size before the run: a knee then only checks it. */
function cachesBy(evidence: ThreadEvidence, knee: SeenKnee | null, sweep: Sweep): CacheFindings {
  const { machine } = evidence;
  const { lastLevelCacheBytes, lastLevelCacheSource, reportedLastLevelCacheBytes } = machine;
  const probed = machine.cacheProbe?.capacity ?? null;
  const isContradicted =
    probed === null &&
    knee !== null &&
    (knee.highBytes * tolerance < lastLevelCacheBytes ||
      knee.lowBytes > tolerance * lastLevelCacheBytes);
  const measuredBytes = knee?.capacityBytes ?? null;
  const boundaries = isContradicted
    ? cacheBoundaries(machine, knee.capacityBytes, 'measured')
    : cacheBoundaries(machine, lastLevelCacheBytes, lastLevelCacheSource);
  return {
    boundaries: scaledBoundaries(boundaries, cacheScalesOf(evidence, sweep)),
    reportedLastLevelBytes:
      reportedLastLevelCacheBytes ??
      (lastLevelCacheSource === 'operating system' ? lastLevelCacheBytes : null),
    measuredLastLevelBytes: probed?.capacityBytes ?? measuredBytes,
    explanation: [
      `${lastLevelText(machine, { bytes: measuredBytes, isUsed: isContradicted })}.`,
      ...(machine.cacheProbe == null ? [] : [`Before the run: ${machine.cacheProbe.explanation}`]),
      `In the run: ${dropText(knee, sweep)}.`,
    ].join(' '),
  };
}

/** Where another sweep showed it, its cache state and the like: `read (cold output) drops ...`. */
function dropText(knee: SeenKnee | null, sweep: Sweep): string {
  if (knee === null) return 'read and copy show no drop to DRAM speed';
  const differing = axisTexts(
    knee.sweep,
    (['target', 'cacheState', 'pages'] as const).filter(
      (name) => !agreeIn(knee.sweep, sweep, [name]),
    ),
  );
  const where = differing.length === 0 ? '' : ` (${differing.join(', ')})`;
  return `${knee.implementation}${where} drops to DRAM speed at about ${formatBytes(knee.capacityBytes)}`;
}

/** A share of the last level that is not larger than an inner cache is that of this one, which is then left out. */
function scaledBoundaries(
  boundaries: readonly CacheBoundary[],
  scales: ReturnType<typeof cacheScalesOf>,
): readonly CacheBoundary[] {
  const scaled = boundaries.map((boundary) => {
    const scale = boundary.region === 'LLC' ? scales.lastLevel : scales.inner;
    return { ...boundary, capacityBytes: Math.max(1, Math.floor(boundary.capacityBytes * scale)) };
  });
  const largest = Math.max(...scaled.map(({ capacityBytes }) => capacityBytes));
  return scaled.flatMap((own, index) => {
    if (index === scaled.length - 1) return [{ ...own, capacityBytes: largest }];
    return own.capacityBytes < largest ? [own] : [];
  });
}
