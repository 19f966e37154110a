import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { formatGigabytesPerSecond } from '../units.js';
import type { MeasuredOutcome } from './algorithm-summary.js';
import type { CellAnalysis, CellFlag, ImpossibleFigure } from './analysis.js';

/** What rounding and noise may add to a limit before it counts as exceeded. */
const tolerance = 1.05;

/**
 * Figures above what the run itself, or `peakBytesPerSecond`, says is possible, by pass bytes: those are
 * moved for certain. The limit of a size is its fastest single sample of read with any target, and without
 * one the fastest of the run. The peak is one of memory, so it binds only cells out of cache.
 */
export function findImpossible(
  cells: readonly CellAnalysis[],
  outcomes: readonly MeasuredOutcome[],
  peakBytesPerSecond: number | null,
): readonly ImpossibleFigure[] {
  const readLimits = fastestReads(outcomes);
  const fastestRead = Math.max(...readLimits.values());
  return cells.flatMap((cell) => {
    const figures: ImpossibleFigure[] = [];
    const check = (limit: ImpossibleFigure['limit'], bytesPerSecond: number, what: string) => {
      if (cell.passBytesPerSecond > tolerance * bytesPerSecond) {
        figures.push(describe(cell, limit, bytesPerSecond, what));
      }
    };
    if (readLimits.size > 0 && cell.algorithm !== 'read') {
      const limit = readLimits.get(cell.elementCount) ?? fastestRead;
      check('read bandwidth', limit, 'the best read bandwidth of this run at that size');
    }
    if (peakBytesPerSecond !== null && cell.isOutOfCache) {
      check('peak bandwidth', peakBytesPerSecond, 'the peak bandwidth that was given');
    }
    return figures;
  });
}

const flagOf: Readonly<Record<ImpossibleFigure['limit'], CellFlag>> = {
  'read bandwidth': 'above-read-bandwidth',
  'peak bandwidth': 'above-peak-bandwidth',
};

/** The cells with a flag on each that has an impossible figure. */
export function flagImpossible(
  cells: readonly CellAnalysis[],
  figures: readonly ImpossibleFigure[],
): readonly CellAnalysis[] {
  return cells.map((cell) => {
    const own = figures.filter(({ cellId }) => cellId === cell.id);
    if (own.length === 0) return cell;
    return { ...cell, flags: [...cell.flags, ...own.map(({ limit }) => flagOf[limit])] };
  });
}

function fastestReads(outcomes: readonly MeasuredOutcome[]): ReadonlyMap<number, number> {
  const fastest = new Map<number, number>();
  for (const { cell, durationsNs } of outcomes) {
    if (cell.algorithm !== 'read') continue;
    const { passBytes } = trafficOf(algorithmOf('read'), cell.elementCount);
    const shortestNs = durationsNs.reduce((shortest, ns) => Math.min(shortest, ns));
    const bytesPerSecond = (passBytes / shortestNs) * 1e9;
    const known = fastest.get(cell.elementCount) ?? 0;
    fastest.set(cell.elementCount, Math.max(known, bytesPerSecond));
  }
  return fastest;
}

function describe(
  { id, passBytesPerSecond }: CellAnalysis,
  limit: ImpossibleFigure['limit'],
  limitBytesPerSecond: number,
  what: string,
): ImpossibleFigure {
  const explanation =
    `${id} moves ${formatGigabytesPerSecond(passBytesPerSecond)} by pass bytes, more than ` +
    `${what}, ${formatGigabytesPerSecond(limitBytesPerSecond)}: do not believe it.`;
  return { cellId: id, limit, passBytesPerSecond, limitBytesPerSecond, explanation };
}
