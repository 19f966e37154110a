import type { CellRecord } from './cell-record.js';
import type { StopReason } from '../model/outcome.js';
import { widestHalfWidth } from './precision.js';
import { isFinished, type GroupStanding, type Limits } from './schedule.js';

/** What the first round of a process takes longer than its others, which neither verify nor warm up. */
const firstRoundFactor = 2;

/** Cells that are compared with each other, which share their rounds. */
export class GroupRecord {
  private readonly processRounds: number[] = [];
  private roundSeconds: number | null = null;
  /** Half the width of the widest interval, as of the last round. */
  private halfWidth = Infinity;
  /** The same, as of the last round of the first process. */
  private firstHalfWidth = Infinity;

  /** @param wantedHalfWidth as a share; see `precision.ts`. */
  constructor(
    readonly records: readonly CellRecord[],
    private readonly wantedHalfWidth: number,
  ) {}

  /** Counts a round of the group, which all of its cells that live have been visited in. */
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
   * Counts the rounds that an interrupted run took of all of its cells. The last process that the
   * schedule has stands for all beyond it.
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

  get standing(): GroupStanding {
    const { processRounds, roundSeconds, halfWidth, firstHalfWidth, wantedHalfWidth } = this;
    return {
      processRounds: [...processRounds],
      roundSeconds,
      need: halfWidth / wantedHalfWidth,
      firstNeed: firstHalfWidth / wantedHalfWidth,
    };
  }

  /** Why its cells are not measured any more, when the run is at its end. */
  stopReason(limits: Limits): StopReason {
    const { standing } = this;
    if (!isFinished(standing, limits)) return 'budget';
    return standing.need <= 1 ? 'converged' : 'rounds';
  }
}
