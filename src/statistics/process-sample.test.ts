import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { minimumIntervalCount, type Interval } from './median-interval.js';
import { median } from './median.js';
import {
  betweenProcessShare,
  minimumProcessCount,
  processCenter,
  processInterval,
  processMedians,
  type ValuesByProcess,
} from './process-sample.js';
import { gaussian } from '../testing/gaussian.js';
import { createRandom } from './random.js';
import { studentPoint } from './student.js';

function centerOf(values: ValuesByProcess): number {
  return processCenter(processMedians(values));
}

/** Of values that are one a round. */
function intervalOf(values: ValuesByProcess): Interval | null {
  return processInterval(processMedians(values), values.flat().length, () => values.flat());
}

type Random = () => number;

/** Noise of successive rounds of one process, of size 1; the median of each is 0. */
type Noise = (random: Random, rounds: number) => number[];

function independent(draw: (random: Random) => number): Noise {
  return (random, rounds) => Array.from({ length: rounds }, () => draw(random));
}

const normal = independent(gaussian);

const noises: readonly (readonly [string, Noise])[] = [
  ['normal', normal],
  [
    'one round in ten five times as noisy',
    independent((random) => gaussian(random) * (random() < 0.1 ? 5 : 1)),
  ],
  [
    'successive rounds with a correlation of 0.3',
    (random, rounds) => {
      let last = gaussian(random);
      return Array.from({ length: rounds }, () => {
        const own = last;
        last = 0.3 * last + Math.sqrt(1 - 0.3 ** 2) * gaussian(random);
        return own;
      });
    },
  ],
];

interface Shape {
  readonly processes: number;
  readonly rounds: number;
  /** Standard deviation of what a process does to its rounds, in units of the noise. */
  readonly effect: number;
}

/** A unit of noise is a percent; the true center is 1. */
const noiseLog = 0.01;

function draw(random: Random, noise: Noise, { processes, rounds, effect }: Shape): number[][] {
  return Array.from({ length: processes }, () => {
    const ofProcess = effect * gaussian(random);
    return noise(random, rounds).map((value) => Math.exp(noiseLog * (ofProcess + value)));
  });
}

function intervals(noise: Noise, shape: Shape): Interval[] {
  const random = createRandom(31);
  return Array.from({ length: 1000 }, () => intervalOf(draw(random, noise, shape))!);
}

function coverage(noise: Noise, shape: Shape): number {
  const drawn = intervals(noise, shape);
  return drawn.filter(({ low, high }) => low <= 1 && 1 <= high).length / drawn.length;
}

/** Half the width of the median interval, in units of the noise. */
function halfWidth(noise: Noise, shape: Shape): number {
  return (
    median(intervals(noise, shape).map(({ low, high }) => Math.log(high / low))) / noiseLog / 2
  );
}

const positive = fc.double({ noNaN: true, min: 1e-3, max: 1e9 });
const samples = fc.array(fc.array(positive, { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 7,
});

function mapped(values: readonly (readonly number[])[], to: (value: number) => number): number[][] {
  return values.map((own) => own.map(to));
}

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(Math.log(actual / expected))).toBeLessThan(1e-9);
}

describe('processInterval', () => {
  it('is positive and holds the center, and is null for too few rounds', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const interval = intervalOf(sample);
        expect(interval === null).toBe(sample.flat().length < minimumIntervalCount);
        if (interval === null) return;
        expect(interval.low).toBeGreaterThan(0);
        expect(interval.low).toBeLessThanOrEqual(centerOf(sample));
        expect(interval.high).toBeGreaterThanOrEqual(centerOf(sample));
      }),
    );
  });

  it('grows with the values, and is reciprocal for reciprocal ones', () => {
    fc.assert(
      fc.property(samples, positive, (sample, factor) => {
        const scaled = mapped(sample, (value) => value * factor);
        const inverse = mapped(sample, (value) => 1 / value);
        expectClose(centerOf(scaled), centerOf(sample) * factor);
        expectClose(centerOf(inverse), 1 / centerOf(sample));
        const interval = intervalOf(sample);
        if (interval === null) return;
        expectClose(intervalOf(scaled)!.low, interval.low * factor);
        expectClose(intervalOf(scaled)!.high, interval.high * factor);
        expectClose(intervalOf(inverse)!.low, 1 / interval.high);
        expectClose(intervalOf(inverse)!.high, 1 / interval.low);
      }),
    );
  });

  it('matches a case worked out by hand', () => {
    // Medians e^1, e^2, e^3: mean 2, standard deviation 1, Student's point 4.303.
    const values = [1, 2, 3].map((log) => [Math.exp(log), Math.exp(log)]);
    expect(centerOf(values)).toBeCloseTo(Math.exp(2), 12);
    const { low, high } = intervalOf(values)!;
    expect(Math.log(low)).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 9);
    expect(Math.log(high)).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 9);
  });

  it('is null where the center or an end is not positive', () => {
    expect(intervalOf([[-1, -1], [2, 2], [3, 3]])).toBeNull(); // prettier-ignore
    expect(intervalOf([[-1, 1, 2, 3, 4, 5]])).toBeNull();
    expect(centerOf([[-1, -1], [2, 2]])).toBe(0); // prettier-ignore
  });

  const effects = [0, 0.5, 1, 4];
  const cases = noises.flatMap(([name, noise]) =>
    [minimumProcessCount, 6].flatMap((processes) =>
      effects.map((effect) => ({ name, noise, processes, effect })),
    ),
  );
  it.each(cases)(
    'covers the center in 93% of draws of $processes processes with effect $effect, noise: $name',
    ({ noise, processes, effect }) => {
      for (const rounds of [2, 3, 6, 12, 20]) {
        expect(coverage(noise, { processes, rounds, effect })).toBeGreaterThanOrEqual(0.93);
      }
    },
  );

  it('covers the center whatever the rounds of each process', () => {
    const random = createRandom(32);
    for (const rounds of [
      [80, 1, 2],
      [12, 1, 1, 1, 1, 1],
      [2, 4, 3, 2],
    ]) {
      // prettier-ignore
      for (const effect of effects) {
        const covered = Array.from({ length: 1000 }, () => {
          const values = rounds.map(
            (count) => draw(random, normal, { processes: 1, rounds: count, effect })[0]!,
          );
          const { low, high } = intervalOf(values)!;
          return low <= 1 && 1 <= high;
        });
        expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(930);
      }
    }
  });

  it('is at most 1.3 times as wide with six processes as if their variance were known', () => {
    for (const effect of effects) {
      // The median of two rounds is their mean.
      const variance = effect ** 2 + 1 / 2;
      const known = studentPoint(Infinity) * Math.sqrt(variance / 6);
      const shape = { processes: 6, rounds: 2, effect };
      expect(halfWidth(normal, shape)).toBeLessThanOrEqual(1.3 * known);
    }
  });

  it.each([1, 2])('covers no more than rounds with %i processes', (processes) => {
    for (const rounds of [6, 12, 20]) {
      expect(coverage(normal, { processes, rounds, effect: 0 })).toBeGreaterThanOrEqual(0.93);
      expect(coverage(normal, { processes, rounds, effect: 4 })).toBeLessThan(0.7);
    }
  });
});

describe('betweenProcessShare', () => {
  it('is 0 for processes that do not differ, and grows with their difference', () => {
    const random = createRandom(5);
    const share = (effect: number): number =>
      median(
        Array.from({ length: 50 }, () =>
          betweenProcessShare(draw(random, normal, { processes: 4, rounds: 12, effect }))!,
        ),
      );
    expect(share(0)).toBeLessThan(0.1);
    // The variance of the effect is 9, of the rounds 1.
    expect(share(3)).toBeGreaterThan(0.7);
  });

  it('matches cases worked out by hand', () => {
    // Logarithms 0 and 2, 4 and 6: within 2, between means 8, so (16 - 2) / 2 = 7 between.
    const values = mapped([[0, 2], [4, 6]], Math.exp); // prettier-ignore
    expect(betweenProcessShare(values)).toBeCloseTo(7 / 9, 12);
    expect(betweenProcessShare([[1, 1], [1, 1]])).toBe(0); // prettier-ignore
  });

  it('is null for one process and for one round a process', () => {
    expect(betweenProcessShare([[1, 2, 3]])).toBeNull();
    expect(betweenProcessShare([[1], [2], [3]])).toBeNull();
  });
});

describe('studentPoint', () => {
  it('matches the table where it is computed', () => {
    expect(studentPoint(2)).toBe(4.303);
    expect(studentPoint(11)).toBeCloseTo(2.201, 2);
    expect(studentPoint(30)).toBeCloseTo(2.042, 2);
  });
});
