import type { Analysis } from '../../analysis/analysis.js';
import type { ShipRange, StateAnswer } from '../../analysis/study/answer-schema.js';
import { isSameSweep, type Sweep } from '../../model/axes.js';
import { compareProblems, type Problem } from '../../model/problem.js';
import { algorithmOf, usesNonTemporalStores } from '../../softmax/algorithms.js';

/** What SHIP names in any of its lines and the study compares, the most important first, each once. */
export function namedAlgorithms({ study, answer }: Analysis): readonly string[] {
  const namesOf = (key: 'ranges' | 'ordinaryRanges'): readonly string[] =>
    answer.states.flatMap((state) =>
      state[key].toReversed().map(({ implementation }) => implementation),
    );
  return [
    ...new Set([
      ...namesOf('ranges'),
      study.headline,
      ...namesOf('ordinaryRanges'),
      ...study.rivals,
    ]),
  ];
}

/** What the range that holds the problem names; null where none does. */
export function shippedIn(ranges: readonly ShipRange[], problem: Problem): string | null {
  const own = ranges.find(
    ({ lowProblem, highProblem }) =>
      compareProblems(lowProblem, problem) <= 0 && compareProblems(problem, highProblem) <= 0,
  );
  return own?.implementation ?? null;
}

/** What the answer names for a problem in one sweep; null where it says nothing of it. */
export function shippedAt(
  { subject, answer, batches }: Analysis,
  sweep: Sweep,
  problem: Problem,
): string | null {
  if (batches !== null && subject !== null && isSameSweep(subject, sweep)) {
    const shape = batches.shapes.find((own) => compareProblems(own.problem, problem) === 0);
    return shape?.implementation ?? null;
  }
  const state = answer.states.find((own) => isSameSweep(own, sweep));
  if (state !== undefined) return shippedIn(state.ranges, problem);
  const range = answer.threads.find((own) => isSameSweep(own, sweep))?.range ?? null;
  return range && shippedIn([range], problem);
}

/** Whether SHIP names a form with NT stores in one of these states. */
export function shipsNonTemporal(states: readonly StateAnswer[]): boolean {
  return states.some(({ ranges }) =>
    ranges.some(({ implementation }) => usesNonTemporalStores(algorithmOf(implementation))),
  );
}
