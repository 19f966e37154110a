import { cellAt, type Cell } from '../model/cell.js';
import { parseShape } from '../config/shape-syntax.js';
import { elementsOf, type Problem } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { busStreamsOf } from '../softmax/row-traffic.js';
import { syntheticDocument } from './synthetic-document.js';

const algorithms = [
  'three-pass-recompute',
  'three-pass-reload',
  'two-pass',
  'three-pass-recompute-nt',
  'two-pass-nt',
  'copy',
  'copy-nt',
  'read',
  'update',
];

/** Longer rows leave the cache between their passes. */
const longestKeptColumns = 1 << 20;

/**
 * A run of batches of rows on the fixture's machine, of which the bytes on the bus take all the time.
 * @param shapes of different numbers of elements, as `formatProblem` writes them.
 */
export function batchDocument(shapes: readonly string[], roundCount = 12): ResultDocument {
  const problems = shapes.flatMap((shape) => parseShape(shape).problems);
  const byCount = new Map(problems.map((problem) => [elementsOf(problem), problem]));
  const document = syntheticDocument({
    trueNs: (id, count) => {
      const regime = byCount.get(count)!.columns <= longestKeptColumns ? 'kept' : 'lost';
      return 0.1 * count * busStreamsOf(algorithmOf(id), regime)!.low;
    },
    algorithms,
    elementCounts: [...byCount.keys()].sort((a, b) => a - b),
    noise: 0.002,
    roundCount,
  });
  const placed = (cell: Cell): Cell =>
    cellAt({ ...cell, problem: problemOf(byCount, cell) }, cell.variants);
  return {
    ...document,
    plan: { ...document.plan, cells: document.plan.cells.map(placed) },
    outcomes: document.outcomes.map((outcome) => ({ ...outcome, cell: placed(outcome.cell) })),
  };
}

function problemOf(byCount: ReadonlyMap<number, Problem>, { problem }: Cell): Problem {
  return byCount.get(elementsOf(problem))!;
}
