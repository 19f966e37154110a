import { groupBy } from './group-by.js';
import type { Problem } from './problem-schema.js';
import { elementTypes, type ElementType } from './vocabulary.js';

export type { Problem };

const bytesPerElement: Readonly<Record<ElementType, number>> = { float32: 4 };

/** One row of float32. */
export function oneRow(columns: number): Problem {
  return { rows: 1, columns, elementType: 'float32' };
}

/** Elements of x, and of y. */
export function elementsOf({ rows, columns }: Problem): number {
  return rows * columns;
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

/** Such as `1x65536`. */
export function formatProblem({ rows, columns, elementType }: Problem): string {
  return `${rows}x${columns}${elementSuffix[elementType]}`;
}

/** What `formatProblem` wrote; null for any other text. */
export function parseProblem(text: string): Problem | null {
  const [, rows, columns, suffix] = /^(\d+)x(\d+)(.*)$/.exec(text) ?? [];
  const elementType = elementTypes.find((type) => elementSuffix[type] === suffix);
  const problem = { rows: Number(rows), columns: Number(columns) };
  const isValid = Object.values(problem).every((count) => Number.isSafeInteger(count) && count > 0);
  return elementType !== undefined && isValid ? { ...problem, elementType } : null;
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

/** Orders by elements, then by columns, then by their type; 0 for equal problems alone. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    elementsOf(a) - elementsOf(b) ||
    a.columns - b.columns ||
    elementTypes.indexOf(a.elementType) - elementTypes.indexOf(b.elementType)
  );
}
