import { formatElements } from '../units.js';
import { elementsOf, formatProblem, type Problem } from './problem.js';

/** A problem as a table shows it: `32 Mi` of one row, else `512x128256`. */
export function problemText(problem: Problem): string {
  return problem.rows === 1 ? formatElements(elementsOf(problem)) : formatProblem(problem);
}

/** The same in a sentence: `32 Mi elements` or `512x128256`. */
export function problemPhrase(problem: Problem): string {
  return problem.rows === 1 ? `${problemText(problem)} elements` : problemText(problem);
}
