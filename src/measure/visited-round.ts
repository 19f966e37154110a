import type { Cell } from '../model/cell.js';
import type { ExpectedRound } from '../plan/expected-cost.js';
import type { CellRecord } from './cell-record.js';

/** The visits of one round after the other to cells that share them, and what a round took. */
export class VisitedRound {
  /** What the last round took; null before the first. */
  seconds: number | null = null;
  /** Cells of the present round that were not visited yet, and what the others took. */
  private pendingCount = 0;
  private visitSeconds = 0;

  constructor(
    private readonly records: readonly CellRecord[],
    private readonly expected: ExpectedRound,
  ) {}

  /** The cells to visit in a round that begins. */
  start(): readonly Cell[] {
    const active = this.records.filter(({ isActive }) => isActive);
    this.pendingCount = active.length;
    this.visitSeconds = 0;
    return active.map(({ cell }) => cell);
  }

  /** Counts a visit. @returns whether it was the last of its round. */
  countVisit(seconds: number): boolean {
    this.visitSeconds += seconds;
    this.pendingCount -= 1;
    if (this.pendingCount > 0) return false;
    // The first round also verifies and warms up.
    this.seconds =
      this.seconds === null
        ? Math.max(this.visitSeconds / 2, this.visitSeconds - this.expected.firstRoundExtraSeconds)
        : this.visitSeconds;
    return true;
  }

  /** What the visits of an interrupted run took. @returns whether there were any. */
  restore(): boolean {
    const lastSeconds = this.records.flatMap(({ lastVisitSeconds }) => lastVisitSeconds ?? []);
    if (lastSeconds.length === 0) return false;
    this.seconds = lastSeconds.reduce((sum, seconds) => sum + seconds, 0);
    return true;
  }
}
