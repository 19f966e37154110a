import type { CellOutcome } from '../model/outcome.js';

/** Where an interrupted run with these outcomes continues; all 0 for a new one, which has none. */
export function resumePointOf(outcomes: readonly CellOutcome[]): {
  readonly nextRound: number;
  readonly nextProcess: number;
  /** Time inside visits, which counts against the budget. */
  readonly spentMs: number;
} {
  const measured = outcomes.flatMap((outcome) => {
    if (outcome.status === 'measured') return outcome;
    return outcome.status === 'failed' ? (outcome.measured ?? []) : [];
  });
  const largest = (numbers: readonly number[]): number =>
    numbers.reduce((most, number) => Math.max(most, number), -1);
  return {
    nextRound: 1 + largest(measured.flatMap(({ rounds }) => rounds)),
    nextProcess: 1 + largest(measured.flatMap(({ processes }) => processes)),
    spentMs: measured.flatMap(({ noise }) => noise.wallNs).reduce((sum, ns) => sum + ns, 0) / 1e6,
  };
}
