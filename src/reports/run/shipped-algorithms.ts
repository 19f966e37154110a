import type { Analysis } from '../../analysis/analysis.js';
import type { StateAnswer } from '../../analysis/study/answer-schema.js';
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

/** Whether SHIP names a form with NT stores in one of these states. */
export function shipsNonTemporal(states: readonly StateAnswer[]): boolean {
  return states.some(({ ranges }) =>
    ranges.some(({ implementation }) => usesNonTemporalStores(algorithmOf(implementation))),
  );
}
