import { axisKey, sweepAxes, type AxisName, type CellPoint } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { bytesOf } from '../../model/problem.js';
import { problemCountOf } from '../../model/threading.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { passes } from '../../softmax/passes.js';
import { rangeOf } from '../../statistics/range-of.js';
import { formatGigabytesPerSecond } from '../../units.js';
import type { CellFacts, CellFlag, ImpossibleFigure } from './cell-schema.js';

/**
 * What reads one array and hardly computes. Two of them, because neither is the fastest everywhere: on Zen 4 read
 * with 512-bit vectors takes 1.15 times as long out of cache as update, which writes the same lines as well.
 */
const readers: readonly string[] = ['read', 'update'];

/** Reads of the same values on these may be compared. */
const nearAxes = sweepAxes.filter((name) => name !== 'target');

/** What rounding and noise may add to a limit before it counts as exceeded. */
const tolerance = 1.05;

/**
 * Figures above what the run itself, or `peakBytesPerSecond`, says is possible. What passes read cannot
 * come faster than in the fastest single sample of `readers` of the same problem, by any target, in sweeps with
 * the same cache state, threads and pages; without that problem, of any problem there. What they write is
 * left out: it goes back while others are read, and whether its lines are read before is for the CPU to
 * choose. The peak is one of DRAM and limits all pass bytes, but only out of cache.
 */
export function findImpossible(
  cells: readonly CellFacts[],
  outcomes: readonly MeasuredOutcome[],
  peakBytesPerSecond: number | null,
): readonly ImpossibleFigure[] {
  const reads = outcomes
    .filter(({ cell }) => readers.includes(cell.implementation))
    .map(({ cell, durationsNs }) => {
      return { cell, bytesPerSecond: (readBytes(cell) / rangeOf(durationsNs).low) * 1e9 };
    });
  const fastestBy = (names: readonly AxisName[]): ReadonlyMap<string, number> => {
    const groups = groupBy(reads, ({ cell }) => axisKey(cell, names));
    return new Map(
      [...groups].map(([key, own]) => [key, rangeOf(own.map((read) => read.bytesPerSecond)).high]),
    );
  };
  const ofProblem = fastestBy([...nearAxes, 'problem']);
  const ofAny = fastestBy(nearAxes);
  const readLimitOf = (cell: CellFacts): number | null =>
    ofProblem.get(axisKey(cell, [...nearAxes, 'problem'])) ??
    ofAny.get(axisKey(cell, nearAxes)) ??
    null;
  return cells.flatMap((cell) => [
    ...(readers.includes(cell.implementation)
      ? []
      : figure(
          cell,
          'read bandwidth',
          (farReadBytes(cell) / cell.medianNs) * 1e9,
          readLimitOf(cell),
        )),
    ...(cell.isOutOfCache
      ? figure(cell, 'peak bandwidth', cell.passBytesPerSecond, peakBytesPerSecond)
      : []),
  ]);
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
  const ofCell = groupBy(figures, ({ cellId }) => cellId);
  return cells.map((cell) => {
    const own = ofCell.get(cell.id);
    if (own === undefined) return cell;
    return { ...cell, flags: [...cell.flags, ...own.map(({ limit }) => flagOf[limit])] };
  });
}

/** What passes read of rows that stay in a cache comes from beyond it once. */
function farReadBytes(cell: CellFacts): number {
  const isKept = cell.rows !== undefined && cell.rows.regime !== 'lost';
  return isKept ? problemCountOf(cell) * bytesOf(cell.problem) : readBytes(cell);
}

function readBytes(cell: CellPoint): number {
  const reads = algorithmOf(cell.implementation).passes.flatMap(({ pass }) => passes[pass].reads);
  return reads.length * problemCountOf(cell) * bytesOf(cell.problem);
}

const limitTexts: Readonly<Record<ImpossibleFigure['limit'], readonly [string, string]>> = {
  'read bandwidth': ['reads', 'the fastest read of that shape in this run'],
  'peak bandwidth': ['reads and writes', 'the given peak'],
};

/** The figure, if it exceeds the limit. */
function figure(
  { id }: CellFacts,
  limit: ImpossibleFigure['limit'],
  bytesPerSecond: number,
  limitBytesPerSecond: number | null,
): readonly ImpossibleFigure[] {
  if (limitBytesPerSecond === null || bytesPerSecond <= tolerance * limitBytesPerSecond) return [];
  const [moves, most] = limitTexts[limit];
  const explanation =
    `${id} ${moves} ${formatGigabytesPerSecond(bytesPerSecond)}, impossibly more than ${most} ` +
    `(${formatGigabytesPerSecond(limitBytesPerSecond)}).`;
  return [{ cellId: id, limit, bytesPerSecond, limitBytesPerSecond, explanation }];
}
