import { agreeIn, differOnlyIn, isSameSweep } from '../model/axes.js';
import { isOwn, type Cell } from '../model/cell.js';
import { compareProblems } from '../model/problem.js';
import { isOutOfCache } from '../model/region.js';
import { aaControlIdOf, nonTemporalIdOf, skeletonIdOf } from '../softmax/algorithms.js';
import { studies, type Study } from '../softmax/studies.js';

/** What the implementations of every study are compared with. */
const headlineBaselines = ['copy', 'copy-nt', 'read', 'update'];

/** Whether the answer of a run needs the implementation, where so many are measured. Without a study all are. */
export function neededForAnswer(
  implementations: readonly string[],
): (implementation: string) => boolean {
  const study = firstStudyOf(implementations);
  if (study === undefined) return () => true;
  const names = headlineNames(study);
  return (implementation) => names.has(implementation);
}

/**
 * The cells that the answer of a run needs: of its first study the headline, its rivals and what else challenges them, with their
 * forms with non-temporal stores and memory-only versions, and the baselines that their passes are compared with.
 * Without a study everything that is measured there. All are of one group, whatever their variants: the first sweep of the plan (its fastest
 * target, first cache state and fewest threads) at its largest problem that is out of cache, or at its largest where
 * none is.
 */
export function headlineCells(
  cells: readonly Cell[],
  lastLevelCacheBytes: number,
): ReadonlySet<Cell> {
  const first = cells.find(isAskedOf(cells));
  return first === undefined ? new Set() : groupOf(first, cells, lastLevelCacheBytes);
}

/**
 * Whether a cell is compared for the gain of the answer, or for its limit: that of whatever the answer may name, of its
 * A/A control, of the baselines of the floor and of an external implementation, not of a memory-only version. Without a
 * study all are.
 * @param cells measured with it.
 */
export function comparedForGain(cells: readonly Cell[]): (cell: Cell) => boolean {
  const study = firstStudyOf(cells.map(({ implementation }) => implementation));
  if (study === undefined) return () => true;
  return (cell) =>
    !isOwn(cell) ||
    cell.operation === study.operation ||
    headlineBaselines.includes(cell.implementation);
}

/** The same of the sweep that differs from the first one in having the most threads; empty where that is the first. */
export function mostThreadsCells(
  cells: readonly Cell[],
  lastLevelCacheBytes: number,
): ReadonlySet<Cell> {
  const isAsked = isAskedOf(cells);
  const first = cells.find(isAsked);
  if (first === undefined) return new Set();
  const most = cells
    .filter(
      (cell) => isAsked(cell) && agreeIn(cell, first, ['target', 'cacheState', 'pages', 'profile']),
    )
    .reduce((best, cell) => (cell.threadCount > best.threadCount ? cell : best), first);
  return most === first ? new Set() : groupOf(most, cells, lastLevelCacheBytes);
}

/** Whether a cell is of the implementation that the answer is about; of any without a study. */
function isAskedOf(cells: readonly Cell[]): (cell: Cell) => boolean {
  const study = firstStudyOf(cells.map(({ implementation }) => implementation));
  return ({ implementation }) => study === undefined || implementation === study.headline;
}

/** What is needed of the sweep of that cell, at its largest problem. */
function groupOf(
  representative: Cell,
  cells: readonly Cell[],
  lastLevelCacheBytes: number,
): ReadonlySet<Cell> {
  const isNeeded = neededForAnswer(cells.map(({ implementation }) => implementation));
  const isOfGain = comparedForGain(cells);
  const sweep = cells.filter(
    (cell) => differOnlyIn(cell, representative, 'profile') || isBeside(cell, representative),
  );
  const headline = largestOutOfCache(sweep.filter(isAskedOf(cells)), lastLevelCacheBytes);
  return new Set(
    sweep.filter(
      (cell) =>
        agreeIn(cell, headline, ['problem']) && (isOfGain(cell) || isNeeded(cell.implementation)),
    ),
  );
}

/** Whether a cell of an external implementation is compared with the cells of that one's sweep. */
function isBeside(external: Cell, cell: Cell): boolean {
  return !isOwn(external) && isSameSweep({ ...external, target: cell.target }, cell);
}

/** The study that the answer is about: the first whose headline is measured. */
function firstStudyOf(implementations: readonly string[]): Study | undefined {
  return studies.find(({ headline }) => implementations.includes(headline));
}

function largestOutOfCache(cells: readonly Cell[], lastLevelCacheBytes: number): Cell {
  const ascending = [...cells].sort((a, b) => compareProblems(a.problem, b.problem));
  const isOut = ({ problem }: Cell): boolean => isOutOfCache(problem, lastLevelCacheBytes);
  return ascending.findLast(isOut) ?? ascending.at(-1)!;
}

function headlineNames({ headline, rivals }: Study): ReadonlySet<string> {
  const ordinary = [headline, ...rivals];
  const studied = [...ordinary, ...ordinary.map(nonTemporalIdOf)];
  return new Set([
    ...studied,
    ...studied.map(skeletonIdOf),
    aaControlIdOf(headline),
    ...headlineBaselines,
  ]);
}
