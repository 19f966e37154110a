import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  nextStep,
  mostSecondsLeft,
  secondsLeft,
  type GroupStanding,
  type Limits,
  type Standing,
} from './schedule.js';

const limits: Limits = { budgetSeconds: 100, minimumRounds: 6, maximumRounds: 30 };

function standing(groups: readonly GroupStanding[], rest: Partial<Standing> = {}): Standing {
  return { elapsedSeconds: 10, process: 0, processCount: 1, openSeconds: 1, groups, ...rest };
}

const known: GroupStanding = { processRounds: [6], roundSeconds: 1, need: 0.5, firstNeed: 0.5 };
const wide: GroupStanding = { processRounds: [6], roundSeconds: 1, need: 8, firstNeed: 0.5 };
const wider: GroupStanding = { processRounds: [6], roundSeconds: 1, need: 10, firstNeed: 10 };
const narrower: GroupStanding = { processRounds: [6], roundSeconds: 1, need: 3, firstNeed: 3 };

describe('nextStep', () => {
  it('begins with everything, whatever it may cost', () => {
    const unseen: GroupStanding = {
      processRounds: [],
      roundSeconds: null,
      need: Infinity,
      firstNeed: Infinity,
    };
    const step = nextStep(standing([unseen, unseen], { elapsedSeconds: 1000 }), limits);
    expect(step).toEqual({ kind: 'round', groups: [0, 1] });
  });

  it('takes what is known worst, the worst first, and nothing that is known', () => {
    const step = nextStep(standing([narrower, wide, known, wider]), limits);
    expect(step).toEqual({ kind: 'round', groups: [3, 1] });
  });

  it('gives every group its minimum before that', () => {
    const young = { ...known, processRounds: [2] };
    expect(nextStep(standing([wider, young]), limits)).toEqual({ kind: 'round', groups: [1] });
  });

  it('leaves out what does not fit any more', () => {
    const step = nextStep(
      standing([{ ...wider, roundSeconds: 50 }, wide], { elapsedSeconds: 90 }),
      limits,
    );
    expect(step).toEqual({ kind: 'round', groups: [1] });
    expect(nextStep(standing([wide], { elapsedSeconds: 99 }), limits)).toEqual({ kind: 'end' });
  });

  it('goes on to the next process, which repeats what the first did', () => {
    const processes = { processCount: 3, elapsedSeconds: 50 };
    expect(nextStep(standing([{ ...known, processRounds: [4] }], processes), limits)).toEqual({
      kind: 'process',
    });
    const second = { ...processes, process: 1 };
    const behind = { ...known, processRounds: [6, 5] };
    expect(nextStep(standing([behind], second), limits).kind).toBe('round');
    const even = { ...wide, processRounds: [6, 6] };
    expect(nextStep(standing([even], second), limits)).toEqual({ kind: 'process' });
    // The first ran out of time: so may this one.
    const short = { ...even, firstNeed: 8 };
    expect(nextStep(standing([short], second), limits).kind).toBe('round');
    const spent = { ...second, elapsedSeconds: 66 };
    expect(nextStep(standing([short], spent), limits)).toEqual({ kind: 'process' });
  });

  it('keeps the present process when another would not get a round of everything', () => {
    const late = { processCount: 3, elapsedSeconds: 80, openSeconds: 20 };
    expect(nextStep(standing([wide], late), limits)).toEqual({ kind: 'round', groups: [0] });
  });

  it('always ends, within the budget and the rounds, whatever is measured', () => {
    const group = fc.record({
      roundSeconds: fc.double({ min: 0.01, max: 30, noNaN: true }),
      halfWidth: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 200 }),
        (groups, processCount, budgetSeconds) => {
          const bounded = { ...limits, budgetSeconds };
          const rounds = groups.map((): number[] => [0]);
          let elapsedSeconds = 1;
          let process = 0;
          let firstRoundSeconds: number | null = null;
          for (let steps = 0; ; steps += 1) {
            expect(steps).toBeLessThan(500);
            const now: Standing = standing(
              groups.map(({ roundSeconds, halfWidth }, index) => ({
                processRounds: rounds[index]!,
                roundSeconds: firstRoundSeconds === null ? null : roundSeconds,
                need: halfWidth / Math.sqrt(rounds[index]!.reduce((a, b) => a + b)),
                firstNeed: halfWidth / Math.sqrt(rounds[index]![0]!),
              })),
              { elapsedSeconds, process, processCount },
            );
            const left = secondsLeft(now, bounded);
            if (left !== null)
              expect(left).toBeLessThanOrEqual(Math.max(0, budgetSeconds - elapsedSeconds));
            const step = nextStep(now, bounded);
            if (step.kind === 'end') break;
            if (step.kind === 'process') {
              process += 1;
              elapsedSeconds += 1;
              for (const own of rounds) own.push(0);
              continue;
            }
            expect(step.groups.length).toBeGreaterThan(0);
            for (const index of step.groups) {
              rounds[index]![process]! += 1;
              elapsedSeconds += groups[index]!.roundSeconds;
            }
            firstRoundSeconds ??= elapsedSeconds;
          }
          expect(process).toBeLessThan(processCount);
          expect(elapsedSeconds).toBeLessThanOrEqual(
            Math.max(budgetSeconds, firstRoundSeconds ?? 0),
          );
          for (const own of rounds) {
            expect(own.reduce((a, b) => a + b)).toBeLessThanOrEqual(limits.maximumRounds);
          }
        },
      ),
    );
  });
});

describe('mostSecondsLeft', () => {
  it('is the time of all rounds, or the budget where that is less', () => {
    const rounds = limits.maximumRounds - 6;
    expect(mostSecondsLeft(standing([wide]), limits)).toBe(rounds);
    expect(mostSecondsLeft(standing([{ ...wide, roundSeconds: 10 }]), limits)).toBe(
      limits.budgetSeconds - standing([]).elapsedSeconds,
    );
    expect(mostSecondsLeft(standing([{ ...wide, roundSeconds: null }]), limits)).toBe(
      limits.budgetSeconds - standing([]).elapsedSeconds,
    );
  });
});

describe('secondsLeft', () => {
  it('reckons with intervals that narrow a little faster than by the square root of rounds', () => {
    // 6 rounds, times 2^1.6.
    expect(secondsLeft(standing([{ ...wide, need: 2 }]), limits)).toBe(19 - 6);
    expect(secondsLeft(standing([known]), limits)).toBe(0);
  });

  it('takes twice the minimum of rounds for enough while nothing is known', () => {
    const begun = { ...wide, processRounds: [2], need: Infinity };
    expect(secondsLeft(standing([begun]), limits)).toBe(2 * limits.minimumRounds - 2);
  });

  it('never passes the rounds and what is planned of the budget', () => {
    expect(secondsLeft(standing([wider]), limits)).toBe(24);
    expect(secondsLeft(standing([{ ...wider, roundSeconds: 10 }]), limits)).toBeCloseTo(87, 10);
  });

  it('counts the processes that are to come', () => {
    const first = { ...known, processRounds: [4], need: 0.1 };
    expect(secondsLeft(standing([first], { processCount: 3 }), limits)).toBe(2 + 2);
  });
});
