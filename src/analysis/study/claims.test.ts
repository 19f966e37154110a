import { describe, expect, it } from 'vitest';

import { syntheticDocument, type SyntheticRun } from '../../testing/synthetic-document.js';
import { analyze } from '../analyze.js';
import type { JudgedClaim } from './study-schema.js';

const trio = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
const baselines = ['read', 'copy', 'update'];

/** A claim as judged by a run at one size out of cache. */
function claim(id: string, change: Partial<SyntheticRun>): JudgedClaim {
  const { claims } = analyze(
    syntheticDocument({
      trueNs: (_, count) => count,
      algorithms: [...trio, ...baselines],
      elementCounts: [1 << 25],
      noise: 0.005,
      perPass: true,
      ...change,
    }),
  );
  return claims.find((own) => own.id === id)!;
}

describe('a gain of up to 28%', () => {
  const ofGain = (gain: number, noise: number): JudgedClaim =>
    claim('gain-avx512', {
      trueNs: (algorithm, count) => (algorithm === 'two-pass' ? 1 : gain) * count,
      noise,
    });

  it.each([
    [1.5, 0.005, 'exceeds'],
    [1.28, 0.005, 'consistent'],
    [1.2, 0.005, 'below'],
    [1, 0.005, 'below'],
    [1.1, 0.6, 'undecided'],
  ])('of %d with noise of %d is %s', (gain, noise, outcome) => {
    expect(ofGain(gain, noise).outcome).toBe(outcome);
  });
});

describe('memory-bound rivals', () => {
  /** Each of the three passes of a rival takes a third of its time. */
  const ofPasses = (perPass: number, change: Partial<SyntheticRun> = {}): JudgedClaim =>
    claim('rivals-memory-bound', {
      trueNs: (algorithm, count) => count * (algorithm.startsWith('three-pass') ? 3 * perPass : 1),
      ...change,
    });

  it('are judged by each pass over its baseline', () => {
    expect(ofPasses(1)).toMatchObject({ outcome: 'consistent', measured: null });
    expect(ofPasses(1).reason).toMatch(
      /^on avx512 the slowest pass by this measure, .* of three-pass-re\w+, has (1\.0|0\.99)\S*x the speed of (read|copy|update) \[95% CI /,
    );
    expect(ofPasses(1.5).outcome).toBe('below');
    expect(ofPasses(1.1, { noise: 0.3 }).outcome).toBe('undecided');
  });

  it('are not tested where a baseline is missing, unless a pass is slow anyway', () => {
    const algorithms = [...trio, 'read', 'copy'];
    expect(ofPasses(1, { algorithms }).outcome).toBe('not tested');
    expect(ofPasses(1.5, { algorithms }).outcome).toBe('below');
    expect(ofPasses(1, { roundCount: 5 }).outcome).toBe('not tested');
  });
});
