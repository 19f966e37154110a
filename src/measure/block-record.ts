import type { Cell } from '../model/cell.js';
import type { StopReason } from '../model/outcome.js';
import type { ExpectedRound } from '../plan/expected-cost.js';
import type { BlockPart } from '../plan/order.js';
import type { CellRecord } from './cell-record.js';
import type { LibraryRecord } from './library-record.js';
import { headlineEstimate, type HeadlineEstimate } from './headline-estimate.js';
import { widestHalfWidth } from './precision.js';
import { VisitedRound } from './visited-round.js';
import { isFinished, type BlockState, type Limits } from './block-state.js';

/** The cells of a block, which share their rounds; those of libraries apart. */
export class BlockRecord {
  private readonly processRounds: number[] = [];
  private readonly round: VisitedRound;
  /** Half the width of the widest interval, as of the last round. */
  private halfWidth = Infinity;
  /** As of the last round; null for any other block than that of the gain. */
  estimate: HeadlineEstimate | null = null;
  /** The half-width as of the last round of the first process. */
  private firstHalfWidth = Infinity;

  /**
   * @param libraries of the block; null without any.
   * @param expected seconds, by the plan.
   * @param targetHalfWidth as a share; see `precision.ts`.
   */
  constructor(
    private readonly part: BlockPart,
    readonly libraries: LibraryRecord | null,
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
    if (!this.round.countVisit(seconds, process)) return;
    for (let index = this.processRounds.length; index <= process; index += 1) {
      this.processRounds.push(0);
    }
    this.processRounds[process]! += 1;
    this.summarize();
    if (process === 0) this.firstHalfWidth = this.halfWidth;
  }

  /**
   * Counts the rounds that an interrupted run took of all of its cells. Rounds of processes beyond the
   * schedule count for its last one.
   */
  restore(processCount: number): void {
    if (!this.round.restore()) return;
    for (let process = 0; process < processCount; process += 1) {
      const counts = this.records.map(({ samples: { rounds, processes } }) => {
        const ofProcess = rounds.filter(
          (_, index) => Math.min(processes[index]!, processCount - 1) === process,
        );
        return new Set(ofProcess).size;
      });
      this.processRounds.push(Math.min(...counts));
    }
    this.summarize();
  }

  private summarize(): void {
    const sampled = this.records.flatMap(({ cell, samples, failure }) =>
      failure === null && samples.rounds.length > 0 ? [{ cell, samples }] : [],
    );
    this.halfWidth = widestHalfWidth(sampled);
    if (this.part === 'gain') this.estimate = headlineEstimate(sampled);
  }

  get state(): Omit<BlockState, 'isDueForLibraries'> {
    const { part, processRounds, halfWidth, firstHalfWidth, targetHalfWidth } = this;
    return {
      part,
      processRounds: [...processRounds],
      roundSeconds: this.round.seconds ?? this.expected.roundSeconds,
      firstRoundExtraSeconds: this.expected.firstRoundExtraSeconds,
      widthRatio: halfWidth / targetHalfWidth,
      firstWidthRatio: firstHalfWidth / targetHalfWidth,
    };
  }

  /** Why its cells are not measured any more, when the run is at its end. */
  stopReason(limits: Limits, processCount: number): StopReason {
    const state = { ...this.state, isDueForLibraries: false };
    if (!isFinished(state, limits, processCount)) return 'budget';
    return state.widthRatio <= 1 ? 'converged' : 'rounds';
  }
}
