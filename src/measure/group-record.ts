import type { CellRecord } from './cell-record.js';
import type { StopReason } from './outcome.js';
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
    this.halfWidth = widestHalfWidth(
      this.records.flatMap(({ cell, samples, failure }) =>
        failure === null && samples.rounds.length > 0 ? [{ cell, samples }] : [],
      ),
    );
  }

  get standing(): GroupStanding {
    const { processRounds, roundSeconds, halfWidth, wantedHalfWidth } = this;
    return {
      processRounds: [...processRounds],
      roundSeconds,
      need: halfWidth / wantedHalfWidth,
    };
  }

  /** Why its cells are not measured any more, when the run is at its end. */
  stopReason(limits: Limits): StopReason {
    const { standing } = this;
    if (!isFinished(standing, limits)) return 'budget';
    return standing.need <= 1 ? 'converged' : 'rounds';
  }
}
