import type { StopReason } from '../model/outcome.js';
import type { CellRecord } from './cell-record.js';
import { widestHalfWidth } from './precision.js';
import { isFinished, type BlockState, type Limits } from './schedule.js';

/** What the first round of a process takes longer than its others, which neither verify nor warm up. */
const firstRoundFactor = 2;

/** The cells of a block, which share their rounds. */
export class BlockRecord {
  private readonly processRounds: number[] = [];
  private roundSeconds: number | null = null;
  /** Half the width of the widest interval, as of the last round. */
  private halfWidth = Infinity;
  /** The same, as of the last round of the first process. */
  private firstHalfWidth = Infinity;

  /** @param targetHalfWidth as a share; see `precision.ts`. */
  constructor(
    readonly records: readonly CellRecord[],
    private readonly targetHalfWidth: number,
  ) {}

  /** Counts a round of the block, in which all of its active cells have been visited. */
  finishRound(process: number, seconds: number): void {
    for (let index = this.processRounds.length; index <= process; index += 1) {
      this.processRounds.push(0);
    }
    const isFirst = this.roundSeconds === null;
    this.processRounds[process]! += 1;
    this.roundSeconds = isFirst ? seconds / firstRoundFactor : seconds;
    this.measureWidth();
    if (process === 0) this.firstHalfWidth = this.halfWidth;
  }

  /**
   * Counts the rounds that an interrupted run took of all of its cells. Rounds of processes beyond the
   * schedule count for its last one.
   */
  restore(processCount: number): void {
    const lastRoundSeconds = this.records.flatMap(({ lastVisitSeconds }) => lastVisitSeconds ?? []);
    if (lastRoundSeconds.length === 0) return;
    this.roundSeconds = lastRoundSeconds.reduce((sum, seconds) => sum + seconds, 0);
    for (let process = 0; process < processCount; process += 1) {
      const counts = this.records.map(({ samples: { rounds, processes } }) => {
        const ofProcess = rounds.filter(
          (_, index) => Math.min(processes[index]!, processCount - 1) === process,
        );
        return new Set(ofProcess).size;
      });
      this.processRounds.push(Math.min(...counts));
    }
    this.measureWidth();
  }

  private measureWidth(): void {
    this.halfWidth = widestHalfWidth(
      this.records.flatMap(({ cell, samples, failure }) =>
        failure === null && samples.rounds.length > 0 ? [{ cell, samples }] : [],
      ),
    );
  }

  get state(): BlockState {
    const { processRounds, roundSeconds, halfWidth, firstHalfWidth, targetHalfWidth } = this;
    return {
      processRounds: [...processRounds],
      roundSeconds,
      widthRatio: halfWidth / targetHalfWidth,
      firstWidthRatio: firstHalfWidth / targetHalfWidth,
    };
  }

  /** Why its cells are not measured any more, when the run is at its end. */
  stopReason(limits: Limits): StopReason {
    const { state } = this;
    if (!isFinished(state, limits)) return 'budget';
    return state.widthRatio <= 1 ? 'converged' : 'rounds';
  }
}
