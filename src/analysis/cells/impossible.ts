import { algorithmOf } from '../../softmax/algorithms.js';
import { passes } from '../../softmax/passes.js';
import { elementBytes } from '../../softmax/traffic.js';
import { formatGigabytesPerSecond } from '../../units.js';
import type { MeasuredOutcome } from './measured.js';
import type { CellFacts, CellFlag, ImpossibleFigure } from '../analysis.js';

/**
 * What reads one array and hardly computes. Of two, because neither is the fastest everywhere: on Zen 4 read with
 * 512-bit vectors takes 1.15 times as long out of cache as update, which writes the same lines as well.
 */
const readers: readonly string[] = ['read', 'update'];

/** What rounding and noise may add to a limit before it counts as exceeded. */
const tolerance = 1.05;

/**
 * Figures above what the run itself, or `peakBytesPerSecond`, says is possible. What passes read cannot
 * come faster than in the fastest single sample of `readers` at that size with any target (without one, of
 * the run). What they write is left out: it goes back while others are read, and whether its lines are read
 * before is for the CPU to choose. The peak is one of memory and holds for all pass bytes, but only out of
 * cache.
 */
export function findImpossible(
  cells: readonly CellFacts[],
  outcomes: readonly MeasuredOutcome[],
  peakBytesPerSecond: number | null,
): readonly ImpossibleFigure[] {
  const readLimits = fastestReads(outcomes);
  const fastestRead = Math.max(...readLimits.values());
  return cells.flatMap((cell) => {
    const readLimit = readLimits.get(cell.elementCount) ?? fastestRead;
    const readSpeed = (readBytes(cell) / cell.medianNs) * 1e9;
    return [
      ...(readLimits.size > 0 && !readers.includes(cell.algorithm)
        ? figure(cell, 'read bandwidth', readSpeed, readLimit)
        : []),
      ...(peakBytesPerSecond !== null && cell.isOutOfCache
        ? figure(cell, 'peak bandwidth', cell.passBytesPerSecond, peakBytesPerSecond)
        : []),
    ];
  });
}

function readBytes({
  algorithm,
  elementCount,
}: Pick<CellFacts, 'algorithm' | 'elementCount'>): number {
  const streamCount = algorithmOf(algorithm).passes.reduce(
    (count, { pass }) => count + passes[pass].reads.length,
    0,
  );
  return streamCount * elementCount * elementBytes;
}

const flagOf: Readonly<Record<ImpossibleFigure['limit'], CellFlag>> = {
  'read bandwidth': 'above-read-bandwidth',
  'peak bandwidth': 'above-peak-bandwidth',
};

/** The cells with a flag on each that has an impossible figure. */
export function flagImpossible(
  cells: readonly CellFacts[],
  figures: readonly ImpossibleFigure[],
): readonly CellFacts[] {
  if (figures.length === 0) return cells;
  return cells.map((cell) => {
    const own = figures.filter(({ cellId }) => cellId === cell.id);
    if (own.length === 0) return cell;
    return { ...cell, flags: [...cell.flags, ...own.map(({ limit }) => flagOf[limit])] };
  });
}

function fastestReads(outcomes: readonly MeasuredOutcome[]): ReadonlyMap<number, number> {
  const fastest = new Map<number, number>();
  for (const { cell, durationsNs } of outcomes) {
    if (!readers.includes(cell.algorithm)) continue;
    const shortestNs = durationsNs.reduce((shortest, ns) => Math.min(shortest, ns));
    const bytesPerSecond = (readBytes(cell) / shortestNs) * 1e9;
    const known = fastest.get(cell.elementCount) ?? 0;
    fastest.set(cell.elementCount, Math.max(known, bytesPerSecond));
  }
  return fastest;
}

const limitTexts: Readonly<Record<ImpossibleFigure['limit'], readonly [string, string]>> = {
  'read bandwidth': ['what it reads', 'this run can read at that size'],
  'peak bandwidth': ['pass bytes', 'the given peak'],
};

/** The figure, if it exceeds the limit. */
function figure(
  { id }: CellFacts,
  limit: ImpossibleFigure['limit'],
  bytesPerSecond: number,
  limitBytesPerSecond: number,
): readonly ImpossibleFigure[] {
  if (bytesPerSecond <= tolerance * limitBytesPerSecond) return [];
  const [bytes, most] = limitTexts[limit];
  const explanation =
    `${id} moves ${formatGigabytesPerSecond(bytesPerSecond)} by ${bytes}, more than ${most} ` +
    `(${formatGigabytesPerSecond(limitBytesPerSecond)}): do not believe it.`;
  return [{ cellId: id, limit, bytesPerSecond, limitBytesPerSecond, explanation }];
}
