import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRandom } from './random.js';
import { classify, knownRatio, pairedRatio, scaledRatio } from './paired-ratio.js';
import type { RoundedSamples } from './rounded-samples.js';

const drawCount = 1000;

describe('pairedRatio', () => {
  it('is the median over shared rounds of the ratio of round medians, on logarithms', () => {
    const a = { durationsNs: [20, 60, 30, 90], rounds: [0, 0, 1, 2], processes: [0, 0, 0, 0] };
    const b = { durationsNs: [10, 10, 10, 1], rounds: [0, 1, 1, 3], processes: [0, 0, 0, 0] };
    // Round 0: 40 / 10; round 1: 30 / 10; rounds 2 and 3 hold one side only.
    expect(pairedRatio(a, b)).toEqual({ ratio: Math.sqrt(12), interval: null, roundCount: 2 });
  });

  it('does not pair what two processes measured in one round', () => {
    const a = { durationsNs: [20, 30], rounds: [0, 1], processes: [0, 1] };
    const b = { durationsNs: [10, 10], rounds: [0, 1], processes: [0, 0] };
    expect(pairedRatio(a, b)).toMatchObject({ ratio: 2, roundCount: 1 });
  });

  it('is null when no round holds both', () => {
    const a = { durationsNs: [1], rounds: [0], processes: [0] };
    expect(pairedRatio(a, { durationsNs: [1], rounds: [1], processes: [0] })).toBeNull();
  });

  it('never has an end at or below 0, whatever the times of passes too short for the clock', () => {
    const time = fc.double({ min: -5, max: 1e9, noNaN: true });
    const sample = fc.record({ a: time, b: time, process: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
        const rounds = [...samples.keys()];
        const processes = samples.map(({ process }) => process);
        const of = (side: 'a' | 'b'): RoundedSamples => ({
          durationsNs: samples.map((own) => own[side]),
          rounds,
          processes,
        });
        const paired = pairedRatio(of('a'), of('b'));
        if (paired === null) return;
        const { low, high } = paired.interval ?? { low: paired.ratio, high: paired.ratio };
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(paired.ratio);
        expect(paired.ratio).toBeLessThanOrEqual(high);
        expect(high).toBeLessThan(Infinity);
        expect(knownRatio(paired) === null).toBe(paired.interval === null);
      }),
      { numRuns: 2000 },
    );
  });

  it('scales with its interval', () => {
    const known = { ratio: 2, interval: { low: 1, high: 3 }, roundCount: 6 };
    expect(scaledRatio(known, 0.5)).toEqual({
      ...known,
      ratio: 1,
      interval: { low: 0.5, high: 1.5 },
    });
  });

  it('does not see a drift that slows whole rounds', () => {
    const drift = [1, 3, 2, 5, 4, 1.5];
    const rounds = drift.map((_, round) => round);
    const processes = rounds.map(() => 0);
    const a = { durationsNs: drift.map((slowdown) => 300 * slowdown), rounds, processes };
    const b = { durationsNs: drift.map((slowdown) => 200 * slowdown), rounds, processes };
    const { ratio, interval } = pairedRatio(a, b)!;
    expect(ratio).toBeCloseTo(1.5, 12);
    expect(interval!.high - interval!.low).toBeLessThan(1e-12);
  });

  it('is the reciprocal of the ratio the other way round', () => {
    const random = createRandom(4);
    for (const processCount of [1, 2, 3]) {
      const processes = Array.from({ length: 12 }, (_, round) => round % processCount);
      const drawn = (): RoundedSamples => ({
        durationsNs: processes.map(() => 1 + random()),
        rounds: [...processes.keys()],
        processes,
      });
      const a = drawn();
      const b = drawn();
      const { ratio, interval } = pairedRatio(a, b)!;
      const inverse = pairedRatio(b, a)!;
      expect(inverse.ratio).toBeCloseTo(1 / ratio, 12);
      expect(inverse.interval!.low).toBeCloseTo(1 / interval!.high, 12);
      expect(inverse.interval!.high).toBeCloseTo(1 / interval!.low, 12);
    }
  });

  it('covers a known ratio in 19 of 20 noisy runs', () => {
    const random = createRandom(11);
    let covered = 0;
    for (let draw = 0; draw < drawCount; draw += 1) {
      const drift = driftOf(random);
      const { low, high } = pairedRatio(
        noisy(1.25, drift, random),
        noisy(1, drift, random),
      )!.interval!;
      if (low <= 1.25 && 1.25 <= high) covered += 1;
    }
    expect(covered / drawCount).toBeGreaterThanOrEqual(0.95);
  });

  it('finds no difference between a thing and itself in 19 of 20 noisy runs', () => {
    const random = createRandom(12);
    let quiet = 0;
    for (let draw = 0; draw < drawCount; draw += 1) {
      const drift = driftOf(random);
      const { interval } = pairedRatio(noisy(1, drift, random), noisy(1, drift, random))!;
      if (classify(interval!, 1) === 'no difference') quiet += 1;
    }
    expect(quiet / drawCount).toBeGreaterThanOrEqual(0.95);
  });
});

describe('classify', () => {
  it('takes an interval that holds 1 for no difference', () => {
    expect(classify({ low: 1.01, high: 1.2 }, 1)).toBe('faster');
    expect(classify({ low: 0.8, high: 0.99 }, 1)).toBe('slower');
    expect(classify({ low: 0.99, high: 1.01 }, 1)).toBe('no difference');
    expect(classify({ low: 1, high: 1.2 }, 1)).toBe('no difference');
  });

  it('claims nothing that reaches into the noise floor', () => {
    expect(classify({ low: 1.01, high: 1.2 }, 1.02)).toBe('no difference');
    expect(classify({ low: 1.03, high: 1.2 }, 1.02)).toBe('faster');
    expect(classify({ low: 0.8, high: 0.985 }, 1.02)).toBe('no difference');
    expect(classify({ low: 0.8, high: 0.97 }, 1.02)).toBe('slower');
  });
});

function driftOf(random: () => number): number[] {
  return Array.from({ length: 15 }, () => 1 + random());
}

/** Three samples a round, with noise to the upper side only, as durations have. */
function noisy(scale: number, drift: readonly number[], random: () => number): RoundedSamples {
  const rounds = drift.flatMap((_, round) => [round, round, round]);
  const durationsNs = rounds.map(
    (round) => 1000 * scale * drift[round]! * (1 - 0.03 * Math.log(1 - random())),
  );
  return { durationsNs, rounds, processes: rounds.map(() => 0) };
}
