import type { Cell } from '../model/cell.js';
import type { CellRecord } from './cell-record.js';

/** The visits of one round after the other to cells that share them, and what a round took. */
export class VisitedRound {
  /** What the next round is expected to take; null before the first. */
  seconds: number | null = null;
  /** What the first round of the last process took longer, as it verified and filled memory; null before it. */
  firstExtraSeconds: number | null = null;
  private process = -1;
  /** Cells of the present round that were not visited yet, and what the others took. */
  private pendingCount = 0;
  private visitSeconds = 0;

  constructor(private readonly records: readonly CellRecord[]) {}

  /** The cells to visit in a round that begins. */
  start(): readonly Cell[] {
    const active = this.records.filter(({ isActive }) => isActive);
    this.pendingCount = active.length;
    this.visitSeconds = 0;
    return active.map(({ cell }) => cell);
  }

  /** Counts a visit. @returns whether it was the last of its round. */
  countVisit(seconds: number, process: number): boolean {
    this.visitSeconds += seconds;
    this.pendingCount -= 1;
    if (this.pendingCount > 0) return false;
    this.seconds = this.visitSeconds;
    if (process !== this.process) {
      this.process = process;
      this.seconds = Math.min(this.visitSeconds, this.sampledSeconds);
      this.firstExtraSeconds = this.visitSeconds - this.seconds;
    }
    return true;
  }

  /** What the visits of an interrupted run took. @returns whether there were any. */
  restore(): boolean {
    if (this.records.every(({ lastVisitSeconds }) => lastVisitSeconds === null)) return false;
    this.seconds = this.sampledSeconds;
    return true;
  }

  /** What the last visits took but for verifying, filling and warming up, as the worker saw it. */
  private get sampledSeconds(): number {
    return this.records.reduce((sum, { lastVisitSeconds }) => sum + (lastVisitSeconds ?? 0), 0);
  }
}
