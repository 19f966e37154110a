import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { betweenProcessShare, processCenter, processInterval } from './process-sample.js';
import { medianInterval } from './median-interval.js';
import { median } from './median.js';
import { createRandom } from './random.js';
import { studentPoint } from './student.js';

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Rounds with noise of size 1 about the effect of their process; the true center is 0. */
function draw(
  random: () => number,
  shape: { processes: number; rounds: number; effect: number },
): number[][] {
  return Array.from({ length: shape.processes }, () => {
    const effect = shape.effect * gaussian(random);
    return Array.from({ length: shape.rounds }, () => effect + gaussian(random));
  });
}

describe('processInterval', () => {
  it('is that of the median where there is one process', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 })), (values) => {
        expect(processInterval([values], 1)).toEqual(medianInterval(values, 1));
      }),
    );
  });

  it('holds the center, and is null for too few values', () => {
    const values = fc.array(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 9 }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(values, (sample) => {
        const interval = processInterval(sample, 1);
        const count = sample.reduce((sum, own) => sum + own.length, 0);
        expect(interval === null).toBe(count < 6);
        if (interval === null) return;
        expect(interval.low).toBeLessThanOrEqual(processCenter(sample));
        expect(interval.high).toBeGreaterThanOrEqual(processCenter(sample));
      }),
    );
  });

  // From processes that are alike to such that differ much more than their rounds.
  const shapes = [3, 6].flatMap((processes) =>
    [2, 3, 12].flatMap((rounds) => [0, 0.5, 1, 4].map((effect) => ({ processes, rounds, effect }))),
  );
  it.each([...shapes, { processes: 2, rounds: 6, effect: 0.5 }])(
    'covers the center in 93 % of all draws of $processes processes, $rounds rounds, effect $effect',
    (shape) => {
      const random = createRandom(31);
      const drawCount = 1000;
      let covered = 0;
      for (let index = 0; index < drawCount; index += 1) {
        const { low, high } = processInterval(draw(random, shape), 1)!;
        if (low <= 0 && 0 <= high) covered += 1;
      }
      expect(covered / drawCount).toBeGreaterThanOrEqual(0.93);
    },
  );
});

describe('betweenProcessShare', () => {
  it('tells processes that differ from such that do not', () => {
    const random = createRandom(5);
    const shares = (effect: number): number =>
      median(
        Array.from({ length: 50 }, () =>
          betweenProcessShare(draw(random, { processes: 4, rounds: 12, effect }), 1)!,
        ),
      );
    expect(shares(0)).toBeLessThan(0.1);
    // The variance of the effect is 9, of the rounds 1.
    expect(shares(3)).toBeGreaterThan(0.7);
    expect(betweenProcessShare([[1, 2, 3]], 1)).toBeNull();
  });
});

describe('studentPoint', () => {
  it('matches the table where it is computed', () => {
    expect(studentPoint(2)).toBe(4.303);
    expect(studentPoint(11)).toBeCloseTo(2.201, 2);
    expect(studentPoint(30)).toBeCloseTo(2.042, 2);
  });
});
