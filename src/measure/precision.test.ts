import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { cellOf } from '../testing/cell-of.js';
import { targetHalfWidth, widestHalfWidth, type SampledCell } from './precision.js';

const rounds = Array.from({ length: 20 }, (_, round) => round);

/** A sample a round, by one process. */
function sampled(implementation: string, durationNs: (round: number) => number): SampledCell {
  const durationsNs = rounds.map(durationNs);
  return {
    cell: cellOf(implementation, 64),
    samples: { durationsNs, rounds, processes: rounds.map(() => 0) },
  };
}

const wobble = (round: number): number => 1 + 0.1 * (round % 2);

describe('widestHalfWidth', () => {
  it('is that of the widest median', () => {
    // The interval reaches from one value to the other, around their geometric mean.
    expect(widestHalfWidth([sampled('copy', wobble), sampled('read', () => 7)])).toBeCloseTo(
      Math.sqrt(1.1) - 1,
      10,
    );
    expect(widestHalfWidth([sampled('copy', () => 5)])).toBe(0);
  });

  it('counts the ratios that are quoted, and no others', () => {
    const wide = widestHalfWidth([
      sampled('three-pass-reload', wobble),
      sampled('two-pass', (round) => wobble(round + 1)),
    ]);
    expect(wide).toBeGreaterThan(0.09);
    const alone = widestHalfWidth([sampled('copy', wobble), sampled('read', (r) => wobble(r + 1))]);
    expect(alone).toBeLessThan(0.05);
  });

  it('counts speed-ups within one operation only', () => {
    const across = widestHalfWidth([
      sampled('three-pass-reload', wobble),
      sampled('log-softmax-two-pass', (round) => wobble(round + 1)),
    ]);
    expect(across).toBeLessThan(0.05);
    const within = widestHalfWidth([
      sampled('log-softmax-three-pass', wobble),
      sampled('log-softmax-two-pass', (round) => wobble(round + 1)),
    ]);
    expect(within).toBeGreaterThan(0.09);
  });

  it('counts the ratio of an A/A control to its original', () => {
    const wide = widestHalfWidth([
      sampled('copy', wobble),
      sampled('copy-aa', (round) => wobble(round + 1)),
    ]);
    expect(wide).toBeGreaterThan(0.09);
  });

  it('is not known from few rounds', () => {
    const { cell, samples } = sampled('copy', () => 5);
    const few = {
      durationsNs: samples.durationsNs.slice(0, 5),
      rounds: rounds.slice(0, 5),
      processes: [0, 0, 0, 0, 0],
    };
    expect(widestHalfWidth([{ cell, samples: few }])).toBe(Infinity);
  });
});

it('has another target out of cache, where each array is 4 times the cache', () => {
  const config = { precisionPercent: 1, precisionPercentInCache: 2 };
  expect(targetHalfWidth(config, oneRow(999), 1000)).toBe(0.02);
  expect(targetHalfWidth(config, oneRow(1000), 1000)).toBe(0.01);
});
