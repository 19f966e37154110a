import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BlockState, Limits, RunState } from './block-state.js';
import { mostSecondsLeft, secondsLeft } from './forecast.js';
import { nextStep } from './schedule.js';

const limits: Limits = {
  budgetSeconds: 100,
  minimumRounds: 6,
  maximumRounds: 30,
};

function stateOf(blocks: readonly BlockState[], rest: Partial<RunState> = {}): RunState {
  return {
    elapsedSeconds: 10,
    process: 0,
    processCount: 1,
    openSeconds: 1,
    processStartSeconds: 1,
    blocks,
    ...rest,
  };
}

const unseen: BlockState = {
  part: 'sweep',
  isDueForLibraries: false,
  processRounds: [],
  roundSeconds: 1,
  firstRoundExtraSeconds: 1,
  widthRatio: Infinity,
  firstWidthRatio: Infinity,
};
const headline: BlockState = { ...unseen, part: 'gain' };
const known: BlockState = {
  ...unseen,
  processRounds: [6],
  roundSeconds: 1,
  widthRatio: 0.5,
  firstWidthRatio: 0.5,
};
const wide: BlockState = {
  ...unseen,
  processRounds: [6],
  roundSeconds: 1,
  widthRatio: 8,
  firstWidthRatio: 0.5,
};
const wider: BlockState = {
  ...unseen,
  processRounds: [6],
  roundSeconds: 1,
  widthRatio: 10,
  firstWidthRatio: 10,
};
const narrower: BlockState = {
  ...unseen,
  processRounds: [6],
  roundSeconds: 1,
  widthRatio: 3,
  firstWidthRatio: 3,
};

describe('nextStep', () => {
  it('begins with the headline, whatever it costs', () => {
    const step = nextStep(stateOf([headline, unseen], { elapsedSeconds: 1000 }), limits);
    expect(step).toEqual({ kind: 'round', blocks: [0] });
  });

  it('begins each process with a round of the headline', () => {
    const state = stateOf([{ ...wide, part: 'gain', processRounds: [4] }, wider], {
      process: 1,
      processCount: 3,
    });
    expect(nextStep(state, limits)).toEqual({ kind: 'round', blocks: [0] });
  });

  it('begins the other blocks by priority, where their minimum fits beside what is begun', () => {
    const begun = { ...headline, processRounds: [3] };
    // 97 s are planned; the headline needs 9 more rounds and a block 1 s and 6 rounds, each with a reserve.
    const others = Array.from({ length: 12 }, () => unseen);
    const step = nextStep(stateOf([begun, ...others]), limits);
    const count = Math.floor((97 - 10 - 1.1 * 9) / (1 + 1.1 * 6));
    expect(step).toEqual({
      kind: 'round',
      blocks: Array.from({ length: count + 1 }, (_, index) => index),
    });
    const large = { ...unseen, roundSeconds: 30 };
    expect(nextStep(stateOf([begun, large, unseen]), limits)).toEqual({
      kind: 'round',
      blocks: [0, 2],
    });
  });

  it('takes the time of the headline for no other block', () => {
    const begun = { ...headline, processRounds: [2], roundSeconds: 5 };
    const owed = { ...known, processRounds: [4], roundSeconds: 3 };
    const state = stateOf([begun, owed], { process: 0, processCount: 1, elapsedSeconds: 40 });
    // 10 rounds of 5 s are missing of the headline, with a reserve of a tenth.
    expect(nextStep(state, limits)).toEqual({ kind: 'round', blocks: [0] });
  });

  it('takes the blocks with the widest intervals, the widest first, and none that has converged', () => {
    const step = nextStep(stateOf([narrower, wide, known, wider]), limits);
    expect(step).toEqual({ kind: 'round', blocks: [3, 1] });
  });

  it('gives every block its minimum before that', () => {
    const young = { ...known, processRounds: [2] };
    expect(nextStep(stateOf([wider, young]), limits)).toEqual({ kind: 'round', blocks: [1] });
  });

  it('gives every block some rounds of each process before any gets many', () => {
    const behind = { ...narrower, processRounds: [6, 2] };
    const ahead = { ...wider, processRounds: [6, 3] };
    const leading = { ...ahead, part: 'gain' } as const;
    const state = stateOf([leading, ahead, behind], { process: 1, processCount: 3 });
    expect(nextStep(state, limits)).toEqual({ kind: 'round', blocks: [0, 2] });
    // Where that no longer fits others do.
    const late = [
      { ...leading, processRounds: [12, 3], roundSeconds: 25 },
      ahead,
      { ...behind, roundSeconds: 50 },
    ];
    expect(nextStep({ ...state, blocks: late }, limits)).toEqual({ kind: 'round', blocks: [0, 1] });
  });

  it('gives the gain of the headline a third of the time of rounds, by itself', () => {
    const evidence = { ...wider, part: 'evidence', processRounds: [20] } as const;
    const gainAfter = (rounds: number): BlockState => ({
      ...wide,
      part: 'gain',
      processRounds: [rounds],
    });
    const roundAfter = (rounds: number) =>
      nextStep(stateOf([gainAfter(rounds), evidence, { ...wide, processRounds: [20] }]), limits);
    expect(roundAfter(19)).toEqual({ kind: 'round', blocks: [0] });
    expect(roundAfter(20)).toEqual({ kind: 'round', blocks: [0, 1, 2] });
    const converged = { ...gainAfter(19), widthRatio: 0.5, firstWidthRatio: 0.1 };
    expect(nextStep(stateOf([converged, evidence]), limits)).toEqual({
      kind: 'round',
      blocks: [1],
    });
  });

  it('leaves out what no longer fits', () => {
    const step = nextStep(
      stateOf([{ ...wider, roundSeconds: 50 }, wide], { elapsedSeconds: 90 }),
      limits,
    );
    expect(step).toEqual({ kind: 'round', blocks: [1] });
    expect(nextStep(stateOf([wide], { elapsedSeconds: 99 }), limits)).toEqual({ kind: 'end' });
  });

  it('starts the next process, which repeats what the first did', () => {
    const processes = { processCount: 3, elapsedSeconds: 50 };
    expect(nextStep(stateOf([{ ...known, processRounds: [4] }], processes), limits)).toEqual({
      kind: 'process',
    });
    const second = { ...processes, process: 1, processStartSeconds: 33 };
    const behind = { ...known, processRounds: [6, 5] };
    expect(nextStep(stateOf([behind], second), limits).kind).toBe('round');
    const even = { ...wide, processRounds: [6, 6] };
    expect(nextStep(stateOf([even], second), limits)).toEqual({ kind: 'process' });
    // The first ran out of time: so may this one.
    const short = { ...even, firstWidthRatio: 8 };
    expect(nextStep(stateOf([short], second), limits).kind).toBe('round');
    const spent = { ...second, elapsedSeconds: 66 };
    expect(nextStep(stateOf([short], spent), limits)).toEqual({ kind: 'process' });
  });

  it('keeps the present process when another would not get a round of everything', () => {
    const late = { processCount: 3, elapsedSeconds: 80, openSeconds: 20 };
    expect(nextStep(stateOf([wide], late), limits)).toEqual({ kind: 'round', blocks: [0] });
  });

  it('opens no more processes than leave the headline the rounds of an interval, and time', () => {
    const begun = { ...headline, processRounds: [1], roundSeconds: 8 };
    const state = stateOf([begun, unseen], {
      elapsedSeconds: 30,
      processCount: 3,
      openSeconds: 18,
      processStartSeconds: 18,
    });
    // 67 s are left: 5 rounds take 44 with their reserve, which leaves time for one process, and that takes its round.
    const second = { ...begun, processRounds: [4] };
    expect(nextStep({ ...state, blocks: [second], elapsedSeconds: 56 }, limits).kind).toBe(
      'process',
    );
    const slow = { ...second, roundSeconds: 12 };
    expect(nextStep({ ...state, blocks: [slow], elapsedSeconds: 56 }, limits).kind).toBe('round');
    // 97 s are planned, and half of what is left is for rounds.
    const late = { ...state, blocks: [second], elapsedSeconds: 56, openSeconds: 21 };
    expect(nextStep(late, limits).kind).toBe('round');
  });

  const widthAfter = (roundCount: number, halfWidth: number): number =>
    roundCount === 0 ? Infinity : halfWidth / Math.sqrt(roundCount);

  it('always ends, within the budget and the rounds, whatever is measured', () => {
    const block = fc.record({
      roundSeconds: fc.double({ min: 0.01, max: 30, noNaN: true }),
      halfWidth: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 200 }),
        (blocks, processCount, budgetSeconds) => {
          const bounded = { ...limits, budgetSeconds };
          const rounds = blocks.map((): number[] => []);
          let elapsedSeconds = 1;
          let process = 0;
          let firstRoundSeconds: number | null = null;
          for (let steps = 0; ; steps += 1) {
            expect(steps).toBeLessThan(500);
            const now: RunState = stateOf(
              blocks.map(({ roundSeconds, halfWidth }, index): BlockState => {
                const own = rounds[index]!;
                return {
                  ...unseen,
                  part: index === 0 ? 'gain' : 'sweep',
                  processRounds: own,
                  roundSeconds,
                  widthRatio: widthAfter(
                    own.reduce((a, b) => a + b, 0),
                    halfWidth,
                  ),
                  firstWidthRatio: widthAfter(own[0] ?? 0, halfWidth),
                };
              }),
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
              continue;
            }
            expect(step.blocks.length).toBeGreaterThan(0);
            for (const index of step.blocks) {
              const own = rounds[index]!;
              while (own.length <= process) own.push(0);
              own[process]! += 1;
              elapsedSeconds += blocks[index]!.roundSeconds;
            }
            firstRoundSeconds ??= elapsedSeconds;
          }
          expect(rounds[0]).not.toEqual([]);
          expect(process).toBeLessThan(processCount);
          expect(elapsedSeconds).toBeLessThanOrEqual(
            Math.max(budgetSeconds, firstRoundSeconds ?? 0),
          );
          for (const own of rounds) {
            expect(own.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(limits.maximumRounds);
          }
        },
      ),
    );
  });
});

describe('mostSecondsLeft', () => {
  it('is the time of all rounds, or the budget where that is less', () => {
    const rounds = limits.maximumRounds - 6;
    expect(mostSecondsLeft(stateOf([wide]), limits)).toBe(rounds);
    expect(mostSecondsLeft(stateOf([{ ...wide, roundSeconds: 10 }]), limits)).toBe(
      limits.budgetSeconds - stateOf([]).elapsedSeconds,
    );
  });
});

describe('secondsLeft', () => {
  it('expects intervals to narrow a little faster than by the square root of rounds', () => {
    // 6 rounds, times 2^1.6.
    expect(secondsLeft(stateOf([{ ...wide, widthRatio: 2 }]), limits)).toBe(19 - 6);
    expect(secondsLeft(stateOf([known]), limits)).toBe(0);
  });

  it('forecasts twice the minimum of rounds while there is no interval', () => {
    const begun = { ...wide, processRounds: [2], widthRatio: Infinity };
    expect(secondsLeft(stateOf([begun]), limits)).toBe(2 * limits.minimumRounds - 2);
  });

  it('never exceeds the rounds and the planned share of the budget', () => {
    expect(secondsLeft(stateOf([wider]), limits)).toBe(24);
    expect(secondsLeft(stateOf([{ ...wider, roundSeconds: 10 }]), limits)).toBeCloseTo(87, 10);
  });

  it('counts the processes that are to come', () => {
    const first = { ...known, processRounds: [4], widthRatio: 0.1 };
    expect(secondsLeft(stateOf([first], { processCount: 3 }), limits)).toBe(2 + 2);
  });
});
