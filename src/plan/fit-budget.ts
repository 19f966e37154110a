import type { Cell } from '../model/cell.js';
import { groupBy } from '../model/group-by.js';
import { compareProblems, elementsOf, formatProblem } from '../model/problem.js';
import type { Target } from '../model/vocabulary.js';
import { algorithmOf } from '../softmax/algorithms.js';

/**
 * What a pass takes for each element, in ns, on a slow machine of today: only to foresee what a sweep
 * costs, never to report. Vector targets wait for memory, the others compute.
 */
const expectedNsPerElement: Readonly<Record<Target, number>> = {
  avx512: 0.5,
  avx2: 0.5,
  neon: 0.5,
  'wasm-relaxed-simd': 1,
  'wasm-simd': 1.5,
  scalar: 4,
  js: 20,
};

/** A first visit verifies, warms up, and samples whole calls and passes. */
const callsOfFirstVisit = 4;

/** What the first round may take of the budget: later ones cost half as much, and several are required. */
const firstRoundShare = 0.5;

/** A requested cell that is not measured. */
export interface SkippedCell {
  readonly cell: Cell;
  readonly reason: string;
}

/** The cells that a limit leaves, and those that it excludes; both in the order of the plan. */
export interface FittedCells {
  readonly fitting: readonly Cell[];
  readonly skipped: readonly SkippedCell[];
}

/**
 * Leaves out the largest problems of a sweep, target by target, until the first round can be expected to
 * take half the budget at most. Each target gets an equal part. Its smallest problem always stays.
 */
export function fitBudget(cells: readonly Cell[], budgetSeconds: number): FittedCells {
  const byTarget = groupBy(cells, ({ target }) => target);
  const limitSeconds = (firstRoundShare * budgetSeconds) / byTarget.size;
  const affordable = new Set(
    [...byTarget.values()].flatMap((ofTarget) => affordableCells(ofTarget, limitSeconds)),
  );
  return {
    fitting: cells.filter((cell) => affordable.has(cell)),
    skipped: cells
      .filter((cell) => !affordable.has(cell))
      .map((cell) => ({
        cell,
        reason: `a sweep with it on ${cell.target} would outlast the budget of ${budgetSeconds} s: give --budget or --sizes`,
      })),
  };
}

/** The cells of the smallest problems, all of one target, that stay within the limit together. */
function affordableCells(cells: readonly Cell[], limitSeconds: number): readonly Cell[] {
  const ascending = cells.toSorted((a, b) => compareProblems(a.problem, b.problem));
  const problems = [...groupBy(ascending, ({ problem }) => formatProblem(problem)).values()];
  let seconds = 0;
  const count = problems.findIndex((ofProblem, index) => {
    seconds += ofProblem.reduce((sum, cell) => sum + firstVisitSeconds(cell), 0);
    return index > 0 && seconds > limitSeconds;
  });
  return (count === -1 ? problems : problems.slice(0, count)).flat();
}

function firstVisitSeconds({ implementation, target, problem }: Cell): number {
  const passNs = elementsOf(problem) * expectedNsPerElement[target];
  return (callsOfFirstVisit * algorithmOf(implementation).passes.length * passNs) / 1e9;
}
