import { parseSizes } from '../config/size-syntax.js';
import { bytesOf, oneRow, workingSetOf, type Problem } from '../model/problem.js';
import type { SizeSpec, SizeSweep } from '../model/run-config.js';

/** Larger ones are out of any cache of a single CPU of today; a sweep ends with one problem of them. */
const largeArrayBytes = 256 * 2 ** 20;

const elementBytes = bytesOf(oneRow(1));

/**
 * The problems of a run, ascending and without duplicates.
 * @throws SoftmaxBenchError for a text that is not in the syntax of `parseSizes`.
 */
export function problemsOf(sizes: SizeSpec, lastLevelCacheBytes: number): readonly Problem[] {
  const counts =
    'toCacheMultiple' in sizes
      ? sweepColumns(sizes, lastLevelCacheBytes)
      : sizes.flatMap((size) => (typeof size === 'number' ? [size] : parseSizes(size)));
  return [...new Set(counts)].sort((a, b) => a - b).map(oneRow);
}

/**
 * Working sets from `fromWorkingSetBytes` on, `pointsPerOctave` to each doubling, and last the count
 * whose arrays are exactly `toCacheMultiple` times the last-level cache (or `maxArrayBytes`, if that
 * is less). The last is not rounded up to the grid: out of cache, time and memory grow with the
 * working set and nothing else does. A grid point less than half a step below it is left out, and so are
 * those with large arrays: one problem of that kind costs as much as all smaller ones together.
 */
function sweepColumns(sweep: SizeSweep, lastLevelCacheBytes: number): number[] {
  const { fromWorkingSetBytes, toCacheMultiple, pointsPerOctave, maxArrayBytes } = sweep;
  const wanted = Math.ceil((toCacheMultiple * lastLevelCacheBytes) / elementBytes);
  const allowed = maxArrayBytes === null ? Infinity : Math.floor(maxArrayBytes / elementBytes);
  const last = Math.max(1, Math.min(wanted, allowed));
  const counts: number[] = [];
  for (let step = 0; ; step += 1) {
    const workingSetBytes = fromWorkingSetBytes * 2 ** (step / pointsPerOctave);
    const count = Math.max(1, Math.round(workingSetBytes / workingSetOf(oneRow(1))));
    const isNearLast = count * 2 ** (0.5 / pointsPerOctave) > last;
    if (isNearLast || bytesOf(oneRow(count)) > largeArrayBytes) return [...counts, last];
    counts.push(count);
  }
}
