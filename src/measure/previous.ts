import type { CellOutcome } from '../model/outcome.js';

/** What a run had done when it was interrupted. */
export interface Previous {
  /** The numbers that rounds and processes go on with. */
  readonly nextRound: number;
  readonly nextProcess: number;
  /** Time inside visits, which counts against the budget. */
  readonly spentMs: number;
}

/** From the outcomes of an interrupted run; all 0 for those of a new one, of which there are none. */
export function previousOf(outcomes: readonly CellOutcome[]): Previous {
  const measured = outcomes.filter((outcome) => outcome.status === 'measured');
  const wallNs = measured.flatMap(({ noise }) => noise.wallNs);
  return {
    nextRound: 1 + largest(measured.map(({ rounds }) => largest(rounds))),
    nextProcess: 1 + largest(measured.map(({ processes }) => largest(processes))),
    spentMs: wallNs.reduce((sum, ns) => sum + ns, 0) / 1e6,
  };
}

/** -1 for no numbers. */
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1);
}
