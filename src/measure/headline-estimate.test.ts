import { describe, expect, it } from 'vitest';

import { cellOf } from '../testing/cell-of.js';
import { headlineEstimate } from './headline-estimate.js';
import type { SampledCell } from './precision.js';

/** A cell whose rounds each took so long, plus a drift that all share. */
function sampled(implementation: string, durationNs: number, roundCount = 8): SampledCell {
  const rounds = Array.from({ length: roundCount }, (_, round) => round);
  return {
    cell: cellOf(implementation, 1 << 20),
    samples: {
      durationsNs: rounds.map((round) => durationNs * (1 + round / 100)),
      rounds,
      processes: rounds.map(() => 0),
    },
  };
}

describe('headlineEstimate', () => {
  it('is the gain of the headline over its best rival, paired within rounds', () => {
    const estimate = headlineEstimate([
      sampled('three-pass-recompute', 130),
      sampled('three-pass-reload', 150),
      sampled('two-pass', 100),
      sampled('copy', 50),
    ]);
    expect(estimate).toMatchObject({ implementation: 'two-pass', over: 'three-pass-recompute' });
    expect(estimate!.gain.ratio).toBeCloseTo(1.3, 9);
    expect(estimate!.gain.interval.low).toBeCloseTo(1.3, 9);
  });

  it.each([
    ['without a rival', [sampled('two-pass', 100), sampled('copy', 50)]],
    ['without the headline', [sampled('three-pass-reload', 150), sampled('online', 90)]],
    ['with too few rounds', [sampled('three-pass-reload', 150, 5), sampled('two-pass', 100, 5)]],
  ])('is not known %s', (_, cells) => {
    expect(headlineEstimate(cells)).toBeNull();
  });
});
