import { groupAxes, type Group } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import type { Speedup, StudyFacts } from './study-schema.js';

/**
 * The speed-up of an implementation over the best rival, the one over which it is least, in one group; null when
 * it and a rival were not both measured there.
 * @param speedups those of the study.
 */
export function gainOf(
  implementation: string,
  group: Group,
  speedups: readonly Speedup[],
): Speedup | null {
  return matching(speedups, group, groupAxes)
    .filter((own) => own.implementation === implementation)
    .reduce<Speedup | null>(
      (least, own) => (least === null || own.ratio < least.ratio ? own : least),
      null,
    );
}

/** `gainOf` the study's headline. */
export function headlineGain(
  { headline }: Pick<StudyFacts, 'headline'>,
  group: Group,
  speedups: readonly Speedup[],
): Speedup | null {
  return gainOf(headline, group, speedups);
}
