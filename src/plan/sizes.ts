import type { SizeSpec, Sweep } from '../model/run-config.js';
import { parseSizes } from '../config/size-syntax.js';
import { elementBytes } from '../softmax/traffic.js';

/** An element of x and one of y. */
const footprintBytesPerElement = 2 * elementBytes;

/** Larger ones are out of any cache of a single CPU of today; a sweep ends with one size of them. */
const largeArrayBytes = 256 * 2 ** 20;

/**
 * The element counts of a run, ascending and without duplicates.
 * @throws SoftmaxBenchError for a text that is not in the syntax of `parseSizes`.
 */
export function elementCountsOf(sizes: SizeSpec, lastLevelCacheBytes: number): number[] {
  const counts = Array.isArray(sizes)
    ? sizes.flatMap((size) => (typeof size === 'number' ? [size] : parseSizes(size)))
    : sweepElementCounts(sizes, lastLevelCacheBytes);
  return [...new Set(counts)].sort((a, b) => a - b);
}

/**
 * Footprints from `fromFootprintBytes` on, `pointsPerOctave` to each doubling, and last the count
 * whose arrays are exactly `toCacheMultiple` times the last-level cache (or `maxArrayBytes`, if that
 * is less). The last is not rounded up to the grid: out of cache, time and memory grow with the
 * footprint and nothing else does. A grid point less than half a step below it is left out, and so are
 * those with large arrays: one size of that kind costs as much as all smaller ones together.
 */
function sweepElementCounts(sweep: Sweep, lastLevelCacheBytes: number): number[] {
  const { fromFootprintBytes, toCacheMultiple, pointsPerOctave, maxArrayBytes } = sweep;
  const wanted = Math.ceil((toCacheMultiple * lastLevelCacheBytes) / elementBytes);
  const allowed = maxArrayBytes === null ? Infinity : Math.floor(maxArrayBytes / elementBytes);
  const last = Math.max(1, Math.min(wanted, allowed));
  const counts: number[] = [];
  for (let step = 0; ; step += 1) {
    const footprintBytes = fromFootprintBytes * 2 ** (step / pointsPerOctave);
    const count = Math.max(1, Math.round(footprintBytes / footprintBytesPerElement));
    const isNearLast = count * 2 ** (0.5 / pointsPerOctave) > last;
    if (isNearLast || count * elementBytes > largeArrayBytes) return [...counts, last];
    counts.push(count);
  }
}
