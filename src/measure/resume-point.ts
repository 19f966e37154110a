import type { Cell } from '../model/cell.js';
import type { CellOutcome } from '../model/outcome.js';

/**
 * Where an interrupted run with these outcomes continues; all 0 for a new one, which has none.
 * @param isOfLibrary tells the cells whose time is that of libraries.
 */
export function resumePointOf(
  outcomes: readonly CellOutcome[],
  isOfLibrary: (cell: Cell) => boolean,
): {
  readonly nextRound: number;
  readonly nextProcess: number;
  /** Time inside visits, which counts against the budget: of libraries, and of all other cells. */
  readonly librarySpentMs: number;
  readonly spentMs: number;
} {
  const measured = outcomes.flatMap((outcome) => {
    if (outcome.status === 'measured') return outcome;
    return outcome.status === 'failed' ? (outcome.measured ?? []) : [];
  });
  const largest = (numbers: readonly number[]): number =>
    numbers.reduce((most, number) => Math.max(most, number), -1);
  const spentMs = (isMeant: (cell: Cell) => boolean): number =>
    measured
      .filter(({ cell }) => isMeant(cell))
      .flatMap(({ noise }) => noise.wallNs)
      .reduce((sum, ns) => sum + ns, 0) / 1e6;
  return {
    nextRound: 1 + largest(measured.flatMap(({ rounds }) => rounds)),
    nextProcess: 1 + largest(measured.flatMap(({ processes }) => processes)),
    librarySpentMs: spentMs(isOfLibrary),
    spentMs: spentMs((cell) => !isOfLibrary(cell)),
  };
}
