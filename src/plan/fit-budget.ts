import type { Target } from '../model/vocabulary.js';
import { algorithmOf } from '../softmax/algorithms.js';
import type { Cell } from '../model/cell.js';

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

/** What the first round may take of the budget: later ones cost half as much, and several are needed. */
const firstRoundShare = 0.5;

export interface AffordableCells {
  readonly fitting: readonly Cell[];
  readonly tooLong: readonly { readonly cell: Cell; readonly reason: string }[];
}

/**
 * Leaves out the largest sizes of a sweep, target by target, until the first round can be expected to
 * take half the budget at most. Each target gets an equal part. Its smallest size always stays. Both lists keep
 * the order of `cells`.
 */
export function fitBudget(cells: readonly Cell[], budgetSeconds: number): AffordableCells {
  const targets = [...new Set(cells.map(({ target }) => target))];
  const limitSeconds = (firstRoundShare * budgetSeconds) / targets.length;
  const largest = new Map(
    targets.map((target) => [
      target,
      largestAffordable(
        cells.filter((cell) => cell.target === target),
        limitSeconds,
      ),
    ]),
  );
  const fits = (cell: Cell): boolean => cell.elementCount <= (largest.get(cell.target) ?? 0);
  return {
    fitting: cells.filter(fits),
    tooLong: cells
      .filter((cell) => !fits(cell))
      .map((cell) => ({ cell, reason: reasonFor(cell.target, budgetSeconds) })),
  };
}

/** The largest element count up to which the cells, all of one target, stay within the limit. */
function largestAffordable(cells: readonly Cell[], limitSeconds: number): number {
  const ascending = [...new Set(cells.map(({ elementCount }) => elementCount))].sort(
    (a, b) => a - b,
  );
  let seconds = 0;
  let largest = ascending[0] ?? 0;
  for (const elementCount of ascending) {
    const ofThisSize = cells.filter((cell) => cell.elementCount === elementCount);
    seconds += ofThisSize.reduce((sum, cell) => sum + firstVisitSeconds(cell), 0);
    if (seconds > limitSeconds) break;
    largest = elementCount;
  }
  return largest;
}

function firstVisitSeconds({ algorithm, target, elementCount }: Cell): number {
  const callNs = algorithmOf(algorithm).passes.length * elementCount * expectedNsPerElement[target];
  return (callsOfFirstVisit * callNs) / 1e9;
}

function reasonFor(target: Target, budgetSeconds: number): string {
  return `a sweep with it on ${target} would outlast the budget of ${budgetSeconds} s: give --budget or --sizes`;
}
