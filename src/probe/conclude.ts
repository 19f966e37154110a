import type { CacheProbe, Machine } from '../model/machine.js';
import type { Target } from '../model/vocabulary.js';
import { formatBytes } from '../units.js';
import { agrees, memoryBandwidth, probedCapacity, type ProbedCapacity } from './capacity.js';
import type { CacheExpectation, ProbeEnd, ProbeMeasurement } from './probe-request.js';
import { gridSizeFrom } from './size-grid.js';

/** What the probe is for: the caches that the system reports. */
export function expectationOf({
  caches,
  reportedLastLevelCacheBytes: reportedBytes = null,
}: Pick<Machine, 'caches' | 'reportedLastLevelCacheBytes'>): CacheExpectation {
  const inner = caches.slice(0, -1).map(({ sizeBytes }) => sizeBytes);
  const hasThirdLevel = reportedBytes !== null && (caches.at(-1)?.level ?? 0) >= 3;
  return { reportedBytes, secondLevelBytes: hasThirdLevel ? Math.max(0, ...inner) : null };
}

/** What a measurement says of the caches. */
export function concludeProbe(
  measurement: ProbeMeasurement,
  expectation: CacheExpectation,
  { target, seconds }: { readonly target: Target; readonly seconds: number },
): CacheProbe {
  const { points, cpu, touchBytesPerSecond } = measurement;
  const found = probedCapacity(points, expectation);
  return {
    cpu,
    target,
    seconds,
    points,
    capacity: found.status === 'seen' ? found.capacity : null,
    innerCapacityBytes: found.innerCapacityBytes,
    memoryBytesPerSecond: memoryBandwidth(found, points, expectation),
    touchBytesPerSecond,
    conclusion: conclusionOf(found, expectation),
    explanation: explain(found, measurement),
  };
}

/** A probe that could not measure, for that reason: one sentence. */
export function probeWithout(
  explanation: string,
  { target, seconds }: { readonly target: Target | null; readonly seconds: number },
): CacheProbe {
  return {
    cpu: null,
    target,
    seconds,
    points: [],
    capacity: null,
    innerCapacityBytes: [],
    memoryBytesPerSecond: null,
    touchBytesPerSecond: null,
    conclusion: 'not seen',
    explanation,
  };
}

/**
 * The machine, with its probe, and with the last-level cache that follows from it: the reported size where the
 * measured one agrees, so that sizes are the same from run to run; else the upper end of what was measured.
 */
export function withProbe(machine: Machine, cacheProbe: CacheProbe): Machine {
  const { capacity, conclusion } = cacheProbe;
  if (capacity === null || conclusion !== 'differs') return { ...machine, cacheProbe };
  return {
    ...machine,
    cacheProbe,
    lastLevelCacheBytes: gridSizeFrom(capacity.highBytes),
    lastLevelCacheSource: 'measured',
  };
}

function conclusionOf(
  found: ProbedCapacity,
  { reportedBytes }: CacheExpectation,
): CacheProbe['conclusion'] {
  if (found.status !== 'seen') return 'not seen';
  const isConfirmed = reportedBytes !== null && agrees(found.capacity.capacityBytes, reportedBytes);
  return isConfirmed ? 'agrees' : 'differs';
}

const endTexts: Readonly<Record<ProbeEnd, string>> = {
  enough: 'where the sweep ends',
  time: 'where the time of the probe ends',
  memory: 'where the memory for the probe ends',
};

function explain(found: ProbedCapacity, { points, end }: ProbeMeasurement): string {
  const reached = `${formatBytes(points.at(-1)?.workingSetBytes ?? 0)}, ${endTexts[end]}`;
  switch (found.status) {
    case 'seen': {
      const { capacityBytes, lowBytes, highBytes } = found.capacity;
      const range = `${formatBytes(lowBytes)} to ${formatBytes(highBytes)}`;
      return `${found.pass} drops to DRAM speed at about ${formatBytes(capacityBytes)} [${range}].`;
    }
    case 'flat':
      return `copy and read show no drop to DRAM speed up to ${reached}.`;
    case 'inner': {
      const last = formatBytes(found.innerCapacityBytes.at(-1)!);
      return `copy and read show no drop to DRAM speed from ${last} up to ${reached}.`;
    }
    case 'falling':
      return `The bandwidth of copy still drops at ${reached}.`;
    case 'noisy':
      return 'Bandwidth varies too much to show where it drops to DRAM speed. Stop other jobs and retry.';
    case 'short':
      return `Too few working sets were measured up to ${reached}.`;
  }
}
