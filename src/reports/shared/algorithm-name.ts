import { algorithmOf } from '../../softmax/algorithms.js';
import { studyOf } from '../../softmax/studies.js';

/**
 * The id as it fits over a column, without what its study says already: `recompute` for
 * `three-pass-recompute`, `two-pass` for `log-softmax-two-pass`.
 */
export function shortAlgorithmName(id: string): string {
  const { skeletonOf, operation } = algorithmOf(id);
  const study = studyOf(skeletonOf === null ? operation : algorithmOf(skeletonOf).operation);
  if (study === undefined) return id;
  const prefixes = [`${study.operation}-`, `${study.rivalsLabel}-`];
  return id.slice(prefixes.find((prefix) => id.startsWith(prefix))?.length ?? 0);
}
