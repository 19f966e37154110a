import { describe, expect, it } from 'vitest';

import { budgetWithin } from './budget-within.js';

const allocation = {
  scheduler: 'slurm',
  cpuCount: 2,
  memoryBytes: null,
  secondsLeft: 60,
  isExclusive: true,
} as const;

describe('the budget of a run that a scheduler ends', () => {
  it.each([null, { ...allocation, secondsLeft: null }, { ...allocation, secondsLeft: 3600 }])(
    'is its own where the job lasts longer: %j',
    (given) => {
      expect(budgetWithin(100, given)).toEqual({ budgetSeconds: 100, reason: null });
    },
  );

  it('ends before the job, with time for the reports', () => {
    expect(budgetWithin(100, allocation)).toEqual({
      budgetSeconds: 45,
      reason: 'the job ends in 60 s',
    });
  });

  it('is refused where the job ends before a run could', () => {
    expect(() => budgetWithin(100, { ...allocation, secondsLeft: 15 })).toThrow(
      '--budget auto: the job ends in 15 s',
    );
  });
});
