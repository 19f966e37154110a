import type { Cell } from '../model/cell.js';
import type { StopReason } from '../model/outcome.js';
import type { ExpectedRound } from '../plan/expected-cost.js';
import type { CellRecord } from './cell-record.js';
import type { LibraryBlock } from './library-rounds.js';
import { widestHalfWidth } from './precision.js';
import { VisitedRound } from './visited-round.js';

/** The cells of libraries in a block, which share the rounds of its other cells as far as the time of libraries goes. */
export class LibraryRecord {
  private countedRounds = 0;
  private readonly round: VisitedRound;

  /**
   * @param expected seconds, by the plan.
   * @param targetHalfWidth as a share; see `precision.ts`.
   */
  constructor(
    readonly records: readonly CellRecord[],
    private readonly expected: ExpectedRound,
    private readonly targetHalfWidth: number,
  ) {
    this.round = new VisitedRound(records);
  }

  /** The cells to visit in a round that begins. */
  startRound(): readonly Cell[] {
    return this.round.start();
  }

  /** Counts a visit, and with the last one of the round the round. */
  countVisit(seconds: number, process: number): void {
    if (this.round.countVisit(seconds, process)) this.countedRounds += 1;
  }

  /** Counts the rounds that an interrupted run took. */
  restore(): void {
    if (!this.round.restore()) return;
    const counts = this.records.map(({ samples }) => new Set(samples.rounds).size);
    this.countedRounds = Math.min(...counts);
  }

  /** The rounds in which they were measured. */
  get roundCount(): number {
    return this.countedRounds;
  }

  get isActive(): boolean {
    return this.records.some(({ isActive }) => isActive);
  }

  /** What a round takes, by the plan and as measured; null before the first. */
  get pace(): { readonly expected: ExpectedRound; readonly measured: ExpectedRound } | null {
    const { expected, round } = this;
    if (round.seconds === null) return null;
    const firstRoundExtraSeconds = round.firstExtraSeconds ?? expected.firstRoundExtraSeconds;
    return { expected, measured: { roundSeconds: round.seconds, firstRoundExtraSeconds } };
  }

  /** @param factors by which other libraries took longer than expected. */
  stateAt(factors: ExpectedRound): LibraryBlock {
    const { roundCount, expected } = this;
    const measured = this.pace?.measured;
    if (measured !== undefined) return { roundCount, ...measured };
    return {
      roundCount,
      roundSeconds: factors.roundSeconds * expected.roundSeconds,
      firstRoundExtraSeconds: factors.firstRoundExtraSeconds * expected.firstRoundExtraSeconds,
    };
  }

  /**
   * Why its cells are not measured any more, when the run is at its end.
   * @param ofBlock why the other cells of the block are not.
   */
  stopReason(ofBlock: StopReason): StopReason {
    const sampled = this.records.filter(
      ({ failure, sampleCount }) => failure === null && sampleCount > 0,
    );
    const halfWidth = widestHalfWidth(sampled);
    if (halfWidth <= this.targetHalfWidth) return 'converged';
    return ofBlock === 'rounds' ? 'rounds' : 'budget';
  }
}
