import { describe, expect, it } from 'vitest';

import {
  byProcess,
  roundMedians,
  sampleInterval,
  sampleMedian,
  summedRounds,
} from './rounded-samples.js';

describe('samples by round', () => {
  it('are put in the order of rounds, one median each', () => {
    const samples = {
      durationsNs: [5, 1, 9, 2, 4],
      rounds: [1, 0, 1, 2, 1],
      processes: [0, 0, 0, 1, 0],
    };
    expect(roundMedians(samples)).toEqual({
      rounds: [0, 1, 2],
      processes: [0, 0, 1],
      values: [1, 5, 2],
    });
  });

  it('are grouped by process, also where a process comes back', () => {
    expect(byProcess([1, 2, 3, 4], [0, 1, 0, 1])).toEqual([[1, 3], [2, 4]]); // prettier-ignore
  });
});

describe('summedRounds', () => {
  const read = {
    durationsNs: [1, 3, 2, 5, 7],
    rounds: [0, 0, 0, 1, 2],
    processes: [0, 0, 0, 0, 1],
  };
  const copy = { durationsNs: [10, 20, 30], rounds: [2, 0, 3], processes: [1, 0, 1] };

  it('adds the medians of each round that holds all parts', () => {
    expect(summedRounds([read, copy])).toEqual({
      durationsNs: [22, 17],
      rounds: [0, 2],
      processes: [0, 1],
    });
    expect(summedRounds([read, read, copy]).durationsNs).toEqual([24, 24]);
  });

  it('never adds what two processes measured', () => {
    expect(summedRounds([read, { ...copy, processes: [2, 2, 2] }]).rounds).toEqual([]);
  });
});

describe('sampleMedian', () => {
  it('is the plain median of one process, and the geometric mean over several', () => {
    const durationsNs = [1, 2, 4, 8, 16, 32];
    const rounds = [0, 1, 2, 3, 4, 5];
    const of = (processes: readonly number[]): number =>
      sampleMedian({ durationsNs, rounds, processes });
    expect(sampleMedian({ durationsNs: [3, 1, 9], rounds: [0, 1, 2], processes: [0, 0, 0] })).toBe(
      3,
    );
    expect(of([0, 0, 0, 1, 1, 1])).toBeCloseTo(Math.sqrt(2 * 16), 12);
  });
});

describe('sampleInterval', () => {
  it('counts rounds, not samples', () => {
    const durationsNs = [1, 1.1, 1.2, 1, 1.1, 1.2];
    const processes = durationsNs.map(() => 0);
    expect(sampleInterval({ durationsNs, rounds: [0, 0, 0, 1, 1, 1], processes })).toBeNull();
    expect(sampleInterval({ durationsNs, rounds: [0, 1, 2, 3, 4, 5], processes })).toEqual({
      low: 1,
      high: 1.2,
    });
  });

  it('holds the median of the samples where those of the rounds all lie on one side of it', () => {
    const samples = {
      durationsNs: [1, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1],
      rounds: [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0],
      processes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };
    const ownMedian = sampleMedian(samples);
    expect(sampleInterval(samples)!.low).toBeLessThanOrEqual(ownMedian);
    expect(sampleInterval(samples)!.high).toBeGreaterThanOrEqual(ownMedian);
  });
});
