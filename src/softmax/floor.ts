import { nonTemporalIdOf, type Algorithm, type PassUse } from './algorithms.js';
import { passes, skeletonOfPass } from './passes.js';

/**
 * The baselines whose times add up to the read + copy floor of an algorithm, one for each pass:
 * read + copy for two-pass. Empty for what is itself made of memory passes.
 */
export function floorBaselinesOf(algorithm: Algorithm): readonly string[] {
  return algorithm.passes.flatMap((use) => baselineOf(use) ?? []);
}

/** The baseline with the reads, writes and stores of a pass with arithmetic; null for a memory pass. */
export function baselineOf({ pass, store }: PassUse): string | null {
  const { kind, writes } = passes[pass];
  if (kind === 'memory') return null;
  const baseline = skeletonOfPass(pass);
  return store === 'non-temporal' && writes.length > 0 ? nonTemporalIdOf(baseline) : baseline;
}
