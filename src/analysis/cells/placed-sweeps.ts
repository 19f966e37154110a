import { agreeIn, axisKey, sweepAxes, type Sweep } from '../../model/axes.js';
import type { Machine } from '../../model/machine.js';
import { workingSetOf, type Problem } from '../../model/problem.js';
import { cacheBoundaries, isOutOfCache, placeOf, type Place } from '../../model/region.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';
import { sampleMedian } from '../../statistics/rounded-samples.js';
import { formatBytes } from '../../units.js';
import type { CacheFindings } from './cell-schema.js';
import { bandwidthKnee, type BandwidthPoint, type Knee } from './knee.js';
import type { MeasuredSweep } from './measured-sweeps.js';

/** A knee this many times below or above the reported size contradicts it. */
const tolerance = 2;

/** A sweep, and the caches as it sees them. */
export interface PlacedSweep extends MeasuredSweep {
  readonly caches: CacheFindings;
}

/** Where the working set of a problem lies in a sweep. */
export interface SweepPlace extends Place {
  readonly workingSetBytes: number;
  readonly isOutOfCache: boolean;
}

interface SeenKnee extends Knee {
  readonly implementation: string;
  /** Where it was seen. */
  readonly sweep: Sweep;
}

/**
 * Each sweep with its caches: as reported, unless the bandwidth of read (else of copy) falls to that of DRAM
 * between two sizes that are both more than a factor of 2 away from the reported last level, as in virtual
 * machines that report the cache of their host. That knee is then used.
 *
 * A sweep uses its own knee. One that shows none, such as a cold one, uses that of the first sweep with the
 * same thread count and pages, else that of the first sweep with one, else the reported size.
 */
export function placeSweeps(
  machine: Machine,
  sweeps: readonly MeasuredSweep[],
): readonly PlacedSweep[] {
  const ownKnees = sweeps.map((sweep) => findKnee(machine, sweep));
  const knees = ownKnees.filter((knee) => knee !== null);
  return sweeps.map((sweep, index) => {
    const knee =
      ownKnees[index] ??
      knees.find((other) => agreeIn(other.sweep, sweep, ['threadCount', 'pages'])) ??
      knees[0] ??
      null;
    return { ...sweep, caches: cachesBy(machine, knee, knee?.sweep === sweep) };
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

/** Null for a cold sweep: its calls begin with nothing in cache. */
function findKnee(machine: Machine, sweep: MeasuredSweep): SeenKnee | null {
  if (sweep.cacheState === 'cold') return null;
  const innerBytes = Math.max(0, ...machine.caches.slice(0, -1).map(({ sizeBytes }) => sizeBytes));
  for (const implementation of ['read', 'copy']) {
    const points = pointsOf(sweep, implementation).filter(
      ({ touchedBytes }) => touchedBytes > innerBytes,
    );
    const knee = bandwidthKnee(points);
    if (knee !== null) return { ...knee, implementation, sweep };
  }
  return null;
}

function pointsOf({ groups }: MeasuredSweep, implementation: string): readonly BandwidthPoint[] {
  return groups.flatMap(({ problem, measured }) => {
    const outcome = measured.get(implementation);
    if (outcome === undefined) return [];
    const { usefulBytes, passBytes } = trafficOf(algorithmOf(implementation), problem);
    const bytesPerSecond = (passBytes / sampleMedian(outcome)) * 1e9;
    return [{ touchedBytes: usefulBytes, bytesPerSecond }];
  });
}

function cachesBy(machine: Machine, knee: SeenKnee | null, isOwn: boolean): CacheFindings {
  const reportedBytes = machine.lastLevelCacheBytes;
  const isContradicted =
    knee !== null &&
    (knee.firstBelowBytes * tolerance < reportedBytes ||
      knee.lastAboveBytes > tolerance * reportedBytes);
  return {
    boundaries: isContradicted
      ? cacheBoundaries(machine, knee.bytes, 'measured')
      : cacheBoundaries(machine, reportedBytes, machine.lastLevelCacheSource),
    reportedLastLevelBytes: reportedBytes,
    measuredLastLevelBytes: knee?.bytes ?? null,
    explanation: explain(machine, knee, { isContradicted, isOwn }),
  };
}

const sourceTexts: Readonly<Record<Machine['lastLevelCacheSource'], string>> = {
  'operating system': 'reported by the operating system',
  '--llc': 'given by --llc',
  assumed: 'assumed, as nothing reports the caches',
};

function explain(
  { lastLevelCacheBytes, lastLevelCacheSource }: Machine,
  knee: SeenKnee | null,
  { isContradicted, isOwn }: { isContradicted: boolean; isOwn: boolean },
): string {
  const given = `LLC: ${formatBytes(lastLevelCacheBytes)} (${sourceTexts[lastLevelCacheSource]})`;
  if (knee === null) {
    return `${given} is used, but not checked: read and copy show no drop to DRAM speed.`;
  }
  const drop = `${knee.implementation}${isOwn ? '' : ` on ${axisKey(knee.sweep, sweepAxes)}`} drops to DRAM speed at about ${formatBytes(knee.bytes)}`;
  return isContradicted
    ? `${given} is not used: ${drop}, and that size is used instead.`
    : `${given} is used: ${drop}, which does not contradict it.`;
}
