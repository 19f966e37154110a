import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { StateAnswer } from '../../analysis/study/answer-schema.js';
import { compareProblems, type Problem } from '../../model/problem.js';

/**
 * Of the problems of a sweep up to that of the headline so many, by ascending size: the largest, those at which a range
 * of SHIP begins, the subject's before others, and between them the ones that are farthest from what is shown.
 */
export function shownProblems(
  { problems, outOfCacheProblem }: SweepFacts,
  states: readonly StateAnswer[],
  most: number,
): readonly Problem[] {
  const all =
    outOfCacheProblem === null
      ? problems
      : problems.filter((problem) => compareProblems(problem, outOfCacheProblem) <= 0);
  const bounds = states.flatMap(({ ranges, ordinaryRanges }) =>
    [ranges, ordinaryRanges].flatMap((own) => own.toReversed().map((range) => range.lowProblem)),
  );
  const indexOf = (problem: Problem): number =>
    all.findIndex((own) => compareProblems(own, problem) === 0);
  const wanted = [all.length - 1, ...bounds.map(indexOf)].filter((index) => index >= 0);
  const chosen = new Set([...new Set(wanted)].slice(0, most));
  while (chosen.size < Math.min(most, all.length)) {
    const distanceOf = (index: number): number =>
      Math.min(...[...chosen].map((own) => Math.abs(own - index)));
    const farthest = [...all.keys()].reduce((best, index) =>
      distanceOf(index) > distanceOf(best) ? index : best,
    );
    chosen.add(farthest);
  }
  return all.filter((_, index) => chosen.has(index));
}
