import { describe, expect, it } from 'vitest';

import { secondsLeft } from './time-left.js';

const config = { budgetSeconds: 60, rounds: { minimum: 5, maximum: 40 } };

describe('secondsLeft', () => {
  it('reckons with the rounds that end within the budget', () => {
    // Rounds of 20 s end at 20, 40 and 60 s.
    const position = { elapsedSeconds: 25, roundSeconds: 20, round: 1, doneShare: 0.25 };
    expect(secondsLeft(position, config)).toBeCloseTo(35);
    // At 25 s a round, the third would end at 75 s.
    const slower = { ...position, elapsedSeconds: 30, roundSeconds: 25, doneShare: 0.2 };
    expect(secondsLeft(slower, config)).toBeCloseTo(20);
  });

  it('expects later rounds to take half as long as the first', () => {
    const position = { elapsedSeconds: 5, roundSeconds: 20, round: 0, doneShare: 0.25 };
    expect(secondsLeft(position, config)).toBeCloseTo(15 + 4 * 10);
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
