import { describe, expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import { wantedHalfWidth, widestHalfWidth, type SampledCell } from './precision.js';

const rounds = Array.from({ length: 20 }, (_, round) => round);

/** A sample a round, by one process. */
function sampled(algorithm: string, durationNs: (round: number) => number): SampledCell {
  const cell: Cell = {
    id: `${algorithm}/js/64/warm/t1`,
    algorithm,
    target: 'js',
    elementCount: 64,
    cacheState: 'warm',
    threadCount: 1,
    variants: [],
  };
  const durationsNs = rounds.map(durationNs);
  return { cell, samples: { durationsNs, rounds, processes: rounds.map(() => 0) } };
}

const wobble = (round: number): number => 1 + 0.1 * (round % 2);

describe('widestHalfWidth', () => {
  it('is that of the median known worst', () => {
    // The medians of half of all resamples and more are one of the two values.
    expect(widestHalfWidth([sampled('copy', wobble), sampled('read', () => 7)])).toBeCloseTo(
      0.05 / 1.05,
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

  it('holds an algorithm against its twin', () => {
    const wide = widestHalfWidth([
      sampled('copy', wobble),
      sampled('copy-twin', (round) => wobble(round + 1)),
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

it('wants more of what lies out of cache', () => {
  const config = { precisionPercent: 1, precisionPercentInCache: 2 };
  expect(wantedHalfWidth(config, 1000, 8000)).toBe(0.02);
  expect(wantedHalfWidth(config, 1001, 8000)).toBe(0.01);
});
