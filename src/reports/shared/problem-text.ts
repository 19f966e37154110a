import { elementsOf, type Problem } from '../../model/problem.js';
import { formatElements } from '../../units.js';

/** `32 Mi` for one row, `512 x 128256` for several. */
export function problemText(problem: Problem): string {
  const { rows, columns } = problem;
  return rows === 1 ? formatElements(elementsOf(problem)) : `${rows} x ${columns}`;
}
