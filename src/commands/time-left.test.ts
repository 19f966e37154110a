import { describe, expect, it } from 'vitest';

import { secondsLeft } from './time-left.js';

const config = { budgetSeconds: 60, rounds: { minimum: 5, maximum: 40 } };

describe('secondsLeft', () => {
  it('finishes the round in which the budget ends', () => {
    // A round takes 20 s: rounds end at 20, 40 and 60 s, and none begins then.
    const position = { elapsedSeconds: 5, roundSeconds: 20, round: 0, doneShare: 0.25 };
    expect(secondsLeft(position, config)).toBeCloseTo(55);
    // At 25 s a round, the third begins at 50 s and ends at 75 s.
    const slower = { ...position, roundSeconds: 25, doneShare: 0.2 };
    expect(secondsLeft(slower, config)).toBeCloseTo(70);
  });

  it('is the rest of the round once the budget is used up', () => {
    const position = { elapsedSeconds: 70, roundSeconds: 40, round: 1, doneShare: 0.75 };
    expect(secondsLeft(position, config)).toBeCloseTo(10);
  });

  it('reckons with no more than the largest number of rounds', () => {
    const position = { elapsedSeconds: 38.5, roundSeconds: 1, round: 38, doneShare: 0.5 };
    expect(secondsLeft(position, config)).toBeCloseTo(0.5 + 1);
  });
});
