import { SoftmaxBenchError } from '../../errors.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { studies, type Study } from '../../softmax/studies.js';
import type { StudyFacts } from './study-schema.js';

/**
 * The study of that id; without one the first whose operation was measured, else the first of all.
 * @throws SoftmaxBenchError for an unknown id.
 */
export function studyFor(outcomes: readonly MeasuredOutcome[], wanted: string | undefined): Study {
  if (wanted === undefined) return studies.find((own) => isMeasured(own, outcomes)) ?? studies[0]!;
  const study = studies.find(({ id }) => id === wanted);
  if (study !== undefined) return study;
  const known = studies.map(({ id }) => id).join(', ');
  throw new SoftmaxBenchError(`unknown study "${wanted}", expected one of ${known}`);
}

function isMeasured({ operation }: Study, outcomes: readonly MeasuredOutcome[]): boolean {
  return outcomes.some(({ cell }) => cell.operation === operation);
}

/** Whether it is of its operation, a memory-only version of that, or a baseline, which belongs to every study. */
export function belongsTo({ operation }: Study, { cell }: MeasuredOutcome): boolean {
  const algorithm = algorithmOf(cell.implementation);
  const { kind, skeletonOf } = algorithm;
  const studied = skeletonOf === null ? algorithm : algorithmOf(skeletonOf);
  return kind === 'baseline' || studied.operation === operation;
}

/** What a report has of a study, with the others that were measured. */
export function studyFacts(study: Study, outcomes: readonly MeasuredOutcome[]): StudyFacts {
  const { id, title, operation, headline, rivals, rivalsLabel, claimsSource } = study;
  const others = studies.filter((other) => other !== study && isMeasured(other, outcomes));
  const otherStudies = others.map((other) => other.id);
  return { id, title, operation, headline, rivals, rivalsLabel, claimsSource, otherStudies };
}
