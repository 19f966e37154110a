import type { ResultDocument } from '../model/result.js';

/** The document as if the run had ended after so many rounds of each cell. */
export function firstRounds(document: ResultDocument, count: number): ResultDocument {
  return {
    ...document,
    outcomes: document.outcomes.map((outcome) => {
      if (outcome.status !== 'measured') return outcome;
      const ofFirst = (values: readonly number[]): number[] =>
        values.filter((_, index) => outcome.rounds[index]! < count);
      return {
        ...outcome,
        durationsNs: ofFirst(outcome.durationsNs),
        passDurationsNs: outcome.passDurationsNs?.map(ofFirst) ?? null,
        rounds: ofFirst(outcome.rounds),
        processes: ofFirst(outcome.processes),
      };
    }),
  };
}
