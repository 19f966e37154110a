import type { RunConfig } from '../config/schema.js';
import { nextRoundShare } from '../measure/rounds.js';
import type { Cell } from '../plan/cell.js';
import { algorithmOf } from '../softmax/algorithms.js';

/** Where a run stands; times in seconds. */
export interface RunPosition {
  /** Since measuring began. */
  readonly elapsedSeconds: number;
  /** What this round takes, as far as can be told. */
  readonly roundSeconds: number;
  /** Counted from 0. */
  readonly round: number;
  /** How much of this round's work is done, from 0 to 1. */
  readonly doneShare: number;
}

/** What a visit costs whatever the size of its cell, as elements of one pass that take as long. */
const visitOverheadElements = 400_000;

/**
 * The work of `cells` relative to that of other cells. Rounds are shuffled and cells differ by a factor of
 * a million, so counting cells would tell nothing about time.
 */
export function workOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { algorithm, elementCount }) => {
    return sum + visitOverheadElements + elementCount * algorithmOf(algorithm).passes.length;
  }, 0);
}

/**
 * Seconds until the last round ends if all rounds take what this one does and no cell converges
 * early: the longest that is to be expected.
 */
export function secondsLeft(
  { elapsedSeconds, roundSeconds, round, doneShare }: RunPosition,
  { budgetSeconds, rounds }: Pick<RunConfig, 'budgetSeconds' | 'rounds'>,
): number {
  const roundLeftSeconds = (1 - doneShare) * roundSeconds;
  const budgetLeftSeconds = budgetSeconds - elapsedSeconds - roundLeftSeconds;
  const nextRoundSeconds = nextRoundShare(round) * roundSeconds;
  // A round begins only if it will end within the budget.
  const roundsInBudget = Math.max(0, Math.floor(budgetLeftSeconds / nextRoundSeconds));
  const roundsLeft = Math.min(roundsInBudget, rounds.maximum - round - 1);
  return roundLeftSeconds + roundsLeft * nextRoundSeconds;
}
