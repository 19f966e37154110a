import { parseShape } from '../config/shape-syntax.js';
import { parseSizes } from '../config/size-syntax.js';
import {
  byProblem,
  bytesOf,
  formatProblem,
  oneRow,
  workingSetOf,
  type Problem,
} from '../model/problem.js';
import { groupBy } from '../model/group-by.js';
import { placeOf, type CacheBoundary } from '../model/region.js';
import type { RunConfig, SizeSweep } from '../model/run-config.js';

/** Larger ones are out of any cache of a single CPU of today; a sweep ends with one problem of them. */
const largeArrayBytes = 256 * 2 ** 20;

const elementBytes = bytesOf(oneRow(1));

/** Where a cache ends: sizes within this factor of its capacity show the change. */
const edgeFactor = 2;

/** What of a config says which problems it is about. */
export type ProblemSpec = Pick<RunConfig, 'sizes' | 'shapes'>;

/**
 * The problems of a run, ascending and without duplicates.
 * @param boundaries ascending; the last is that of the last-level cache.
 * @throws SoftmaxBenchError for a text that is not in the syntax of `parseSizes` or `parseShape`.
 */
export function problemsOf(
  { sizes = [], shapes }: ProblemSpec,
  boundaries: readonly CacheBoundary[],
): readonly Problem[] {
  if (shapes !== undefined) {
    const problems = shapes.flatMap((text) => parseShape(text).problems);
    return byProblem(problems, (problem) => problem).map(([problem]) => problem!);
  }
  const counts =
    'toCacheMultiple' in sizes
      ? sweepColumns(sizes, boundaries)
      : sizes.flatMap((size) => (typeof size === 'number' ? [size] : parseSizes(size)));
  return [...new Set(counts)].sort((a, b) => a - b).map(oneRow);
}

/** Whether the user named a problem: not as part of a sweep, and not by the name of a preset of shapes. */
export function namedIn({ sizes, shapes }: ProblemSpec): (problem: Problem) => boolean {
  if (shapes === undefined) return () => Array.isArray(sizes);
  const parsed = shapes.map(parseShape).filter(({ isNamed }) => isNamed);
  const named = new Set(parsed.flatMap(({ problems }) => problems.map(formatProblem)));
  return (problem) => named.has(formatProblem(problem));
}

/**
 * Working sets from `fromWorkingSetBytes` on: `pointsPerOctaveAtEdges` to each doubling near the end of a cache,
 * `pointsPerOctave` elsewhere, and last the count whose arrays are exactly `toCacheMultiple` times the last-level
 * cache (or `maxArrayBytes`, if that is less). The last is not rounded up to the grid: out of cache, time and
 * memory grow with the working set and nothing else does. A grid point less than half a step below it is left
 * out, and so are those with large arrays: one problem of that kind costs as much as all smaller ones together.
 */
function sweepColumns(sweep: SizeSweep, boundaries: readonly CacheBoundary[]): number[] {
  const { toCacheMultiple, pointsPerOctave, pointsPerOctaveAtEdges, maxArrayBytes } = sweep;
  const lastLevelCacheBytes = boundaries.at(-1)!.capacityBytes;
  const wanted = Math.ceil((toCacheMultiple * lastLevelCacheBytes) / elementBytes);
  const allowed = maxArrayBytes === null ? Infinity : Math.floor(maxArrayBytes / elementBytes);
  const last = Math.max(1, Math.min(wanted, allowed));
  const isAtEdge = (count: number): boolean =>
    boundaries.some(({ capacityBytes }) => {
      const ratio = workingSetOf(oneRow(count)) / capacityBytes;
      return ratio >= 1 / edgeFactor && ratio <= edgeFactor;
    });
  const fine = gridColumns(sweep, pointsPerOctaveAtEdges ?? pointsPerOctave, last);
  const coarse = gridColumns(sweep, pointsPerOctave, last);
  return [...coarse, ...fine.filter(isAtEdge), last];
}

/** The grid points below the last count. */
function gridColumns(
  { fromWorkingSetBytes }: SizeSweep,
  pointsPerOctave: number,
  last: number,
): number[] {
  const counts: number[] = [];
  for (let step = 0; ; step += 1) {
    const workingSetBytes = fromWorkingSetBytes * 2 ** (step / pointsPerOctave);
    const count = Math.max(1, Math.round(workingSetBytes / workingSetOf(oneRow(1))));
    const isNearLast = count * 2 ** (0.5 / pointsPerOctave) > last;
    if (isNearLast || bytesOf(oneRow(count)) > largeArrayBytes) return counts;
    counts.push(count);
  }
}

/** In each cache the middle problem, which is far from its edges, and the two largest in DRAM. */
export function representativeProblems(
  problems: readonly Problem[],
  boundaries: readonly CacheBoundary[],
): readonly Problem[] {
  const placed = groupBy(problems, (problem) => placeOf(workingSetOf(problem), boundaries).region);
  return [...placed].flatMap(([region, own]) =>
    region === 'DRAM' ? own.slice(-2) : own.slice(own.length >> 1, (own.length >> 1) + 1),
  );
}
