import { nonTemporalIdOf, type Algorithm, type PassUse } from './algorithms.js';
import { passes, skeletonOfPass } from './passes.js';
import type { RowRegime } from './row-traffic.js';

/**
 * The baselines whose times add up to the read + copy floor of an algorithm, one for each pass:
 * read + copy for two-pass. Empty for what is itself made of memory passes. Of rows that a cache keeps between their
 * passes, at least partly, one copy: nothing else has to move.
 */
export function floorBaselinesOf(
  algorithm: Algorithm,
  regime: RowRegime | null = null,
): readonly string[] {
  const ofPasses = algorithm.passes.flatMap((use) => baselineOf(use) ?? []);
  if (regime === null || regime === 'lost' || ofPasses.length === 0) return ofPasses;
  const writing = algorithm.passes.find(({ pass }) => passes[pass].writes.includes('y'));
  if (writing === undefined) return ['read'];
  return [writing.store === 'non-temporal' ? nonTemporalIdOf('copy') : 'copy'];
}

/** The baseline with the reads, writes and stores of a pass with arithmetic; null for a memory pass. */
export function baselineOf({ pass, store }: PassUse): string | null {
  const { kind, writes } = passes[pass];
  if (kind === 'memory') return null;
  const baseline = skeletonOfPass(pass);
  return store === 'non-temporal' && writes.length > 0 ? nonTemporalIdOf(baseline) : baseline;
}
