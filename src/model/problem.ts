import { groupBy } from './group-by.js';
import type { Problem } from './problem-schema.js';
import { elementTypes, type ElementType } from './vocabulary.js';

export type { Problem };

const bytesPerElement: Readonly<Record<ElementType, number>> = { float32: 4 };

/** One row of float32. */
export function oneRow(columns: number): Problem {
  return { rows: 1, columns, elementType: 'float32' };
}

/** Elements of x that are used, and of y: those between the rows are not. */
export function elementsOf({ rows, columns }: Problem): number {
  return rows * columns;
}

/** Elements from the start of a row to that of the next. */
export function rowStrideOf({ columns, rowStrideElements }: Problem): number {
  return rowStrideElements ?? columns;
}

/** Elements of memory from the first of x to its last, those between rows included. */
export function spanElementsOf(problem: Problem): number {
  return (problem.rows - 1) * rowStrideOf(problem) + problem.columns;
}

/** One row of the problem. */
export function rowOf({ columns, elementType }: Problem): Problem {
  return { rows: 1, columns, elementType };
}

/** Bytes of one array, x or y. */
export function bytesOf(problem: Problem): number {
  return elementsOf(problem) * elementBytesOf(problem);
}

/** Bytes of one element. */
export function elementBytesOf({ elementType }: Problem): number {
  return bytesPerElement[elementType];
}

/** Bytes of x and y together: what competes for cache. */
export function workingSetOf(problem: Problem): number {
  return 2 * bytesOf(problem);
}

/** What `formatProblem` writes behind the shape: float32 is understood. */
const elementSuffix: Readonly<Record<ElementType, string>> = { float32: '' };

/** Such as `1x65536`, or `512x128256:128320` where a row begins 128320 elements behind the row before. */
export function formatProblem({ rows, columns, rowStrideElements, elementType }: Problem): string {
  const stride = rowStrideElements === undefined ? '' : `:${rowStrideElements}`;
  return `${rows}x${columns}${stride}${elementSuffix[elementType]}`;
}

/** The items of each problem, by ascending problem. */
export function byProblem<Item>(
  items: readonly Item[],
  problemOf: (item: Item) => Problem,
): readonly (readonly Item[])[] {
  return [...groupBy(items, (item) => formatProblem(problemOf(item))).values()].sort((a, b) =>
    compareProblems(problemOf(a[0]!), problemOf(b[0]!)),
  );
}

/** Orders by elements, then by columns, by stride and by type; 0 for equal problems alone. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    elementsOf(a) - elementsOf(b) ||
    a.columns - b.columns ||
    rowStrideOf(a) - rowStrideOf(b) ||
    elementTypes.indexOf(a.elementType) - elementTypes.indexOf(b.elementType)
  );
}
