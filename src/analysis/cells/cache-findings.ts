import type { Machine } from '../../model/machine.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';
import { formatBytes } from '../../units.js';
import type { CacheFindings } from '../analysis.js';
import type { MeasuredGroup } from './sweeps.js';
import { bandwidthKnee, type BandwidthPoint, type Knee } from './knee.js';
import { medianNsOf } from './outcome-summary.js';
import { cacheBoundaries } from '../../model/regions.js';

/** A cache that ends so far from the sizes between which bandwidth falls cannot be. */
const tolerance = 2;

interface SeenKnee extends Knee {
  readonly algorithm: string;
}

/**
 * The caches to reckon with: as reported, unless the bandwidth of read (or else of copy) falls to that
 * of memory between two sizes that are both more than a factor of 2 away from the reported last level, as in
 * virtual machines that report the cache of their host. The knee is then used.
 */
export function findCaches(machine: Machine, groups: readonly MeasuredGroup[]): CacheFindings {
  const reportedBytes = machine.lastLevelCacheBytes;
  const knee = findKnee(machine, groups);
  const isContradicted =
    knee !== null &&
    (knee.firstBelowBytes * tolerance < reportedBytes ||
      knee.lastAboveBytes > tolerance * reportedBytes);
  const boundaries = isContradicted
    ? cacheBoundaries(machine, knee.bytes, 'measured')
    : cacheBoundaries(machine, reportedBytes, machine.lastLevelCacheSource);
  return {
    boundaries,
    reportedLastLevelBytes: reportedBytes,
    measuredLastLevelBytes: knee?.bytes ?? null,
    explanation: explain(machine, knee, isContradicted),
  };
}

/** From the fastest target that shows one; `cold` cells have nothing in cache to begin with. */
function findKnee(machine: Machine, groups: readonly MeasuredGroup[]): SeenKnee | null {
  const innerBytes = Math.max(0, ...machine.caches.slice(0, -1).map(({ sizeBytes }) => sizeBytes));
  for (const algorithm of ['read', 'copy']) {
    for (const group of groups.filter(({ cacheState }) => cacheState !== 'cold')) {
      const points = pointsOf(group, algorithm).filter((point) => point.touchedBytes > innerBytes);
      const knee = bandwidthKnee(points);
      if (knee !== null) return { ...knee, algorithm };
    }
  }
  return null;
}

function pointsOf({ sizes }: MeasuredGroup, algorithm: string): readonly BandwidthPoint[] {
  return sizes.flatMap(({ elementCount, measured }) => {
    const outcome = measured.get(algorithm);
    if (outcome === undefined) return [];
    const { usefulBytes, passBytes } = trafficOf(algorithmOf(algorithm), elementCount);
    const bytesPerSecond = (passBytes / medianNsOf(outcome)) * 1e9;
    return [{ touchedBytes: usefulBytes, bytesPerSecond }];
  });
}

const sourceTexts: Readonly<Record<Machine['lastLevelCacheSource'], string>> = {
  'operating system': 'The operating system reports',
  '--llc': '--llc gives',
  assumed: 'Nothing reports the caches, and the plan assumed',
};

function explain(
  { lastLevelCacheBytes, lastLevelCacheSource }: Machine,
  knee: SeenKnee | null,
  isContradicted: boolean,
): string {
  const given = `${sourceTexts[lastLevelCacheSource]} a last-level cache of ${formatBytes(lastLevelCacheBytes)}`;
  if (knee === null) {
    return (
      `${given}, which is used; this run cannot check it, as no edge of a cache shows in the bandwidth ` +
      'of read or copy over the sizes that were measured.'
    );
  }
  const seen = `the bandwidth of ${knee.algorithm} falls to that of memory at ${formatBytes(knee.bytes)}`;
  return isContradicted
    ? `${given}, but ${seen}, so that cannot be right and the measured size is used.`
    : `${given}, which is used; ${seen}, which agrees.`;
}
