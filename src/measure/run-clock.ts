import type { Cell } from '../model/cell.js';
import { elementsOf } from '../model/problem.js';
import { assumedAlgorithm } from '../plan/assumed-algorithm.js';
import type { Limits, RunState } from './block-state.js';
import { mostSecondsLeft, secondsLeft } from './forecast.js';
import type { HeadlineEstimate } from './headline-estimate.js';
import type { LibraryTime } from './library-time.js';

/** The share of the first round's work after which its pace allows a forecast. */
const forecastShare = 0.1;

/** What a visit costs whatever the size of its cell, as elements of one pass that take as long. */
const visitOverheadElements = 400_000;

/** Where in the run a visit was. */
export interface VisitProgress {
  readonly cell: Cell;
  readonly round: number;
  /** The measuring process that the schedule is at, counted from 0, and how many there are to be. */
  readonly process: number;
  readonly processCount: number;
  /** How many cells this round visits, and how many of them it has visited, this one included. */
  readonly roundCellCount: number;
  readonly visitedCount: number;
  /** What the run has taken so far, an interrupted part included. */
  readonly elapsedSeconds: number;
  /** Forecast until the run ends; null while there is none. */
  readonly secondsLeft: number | null;
  /** As `mostSecondsLeft` says: that of a run whose intervals stay wide. */
  readonly mostSecondsLeft: number;
  /** As of the last round of the headline; null while it is not known. */
  readonly estimate: HeadlineEstimate | null;
}

/** How long a run has taken, and will take. */
export class RunClock {
  private readonly startMs: number;
  private round = {
    index: 0,
    process: 0,
    processCount: 1,
    cellCount: 0,
    visitedCount: 0,
    work: 0,
    workDone: 0,
  };
  private roundStartSeconds = 0;
  /** Forecast at the start of the round; null in the first. */
  private leftAtStart: number | null = null;
  private mostAtStart = Infinity;

  /**
   * @param budgetSeconds of the whole run.
   * @param limits of the run without its libraries.
   * @param spentMs what the run has taken before its first round, in this part and in an interrupted one.
   */
  constructor(
    private readonly nowMs: () => number,
    private readonly budgetSeconds: number,
    private readonly limits: Limits,
    spentMs: number,
  ) {
    this.startMs = nowMs() - spentMs;
  }

  get elapsedSeconds(): number {
    return (this.nowMs() - this.startMs) / 1000;
  }

  /** @param ofLibraries the seconds that they take yet, which the state does not know. */
  startRound(
    index: number,
    cells: readonly Cell[],
    state: RunState,
    ofLibraries: LibraryTime['secondsLeft'],
  ): void {
    const work = cells.reduce((sum, cell) => sum + workOf(cell), 0);
    const { process, processCount } = state;
    const cellCount = cells.length;
    this.round = { index, process, processCount, cellCount, visitedCount: 0, work, workDone: 0 };
    this.roundStartSeconds = this.elapsedSeconds;
    const left = secondsLeft(state, this.limits);
    this.leftAtStart = left === null ? null : left + ofLibraries.expected;
    this.mostAtStart = mostSecondsLeft(state, this.limits) + ofLibraries.most;
  }

  visited(cell: Cell, estimate: HeadlineEstimate | null): VisitProgress {
    this.round.visitedCount += 1;
    this.round.workDone += workOf(cell);
    const { index, process, processCount, cellCount, visitedCount } = this.round;
    return {
      cell,
      round: index,
      process,
      processCount,
      roundCellCount: cellCount,
      visitedCount,
      elapsedSeconds: this.elapsedSeconds,
      secondsLeft: this.secondsLeft(),
      mostSecondsLeft: Math.max(0, this.mostAtStart - this.roundSeconds),
      estimate,
    };
  }

  private get roundSeconds(): number {
    return this.elapsedSeconds - this.roundStartSeconds;
  }

  private secondsLeft(): number | null {
    const { roundSeconds } = this;
    if (this.leftAtStart !== null) return Math.max(0, this.leftAtStart - roundSeconds);
    const doneShare = this.round.workDone / this.round.work;
    if (doneShare < forecastShare) return null;
    // How soon intervals narrow is not known yet, so the longest run is forecast.
    const { maximumRounds } = this.limits;
    const wholeRoundSeconds = roundSeconds / doneShare;
    const roundLeftSeconds = wholeRoundSeconds - roundSeconds;
    const longestSeconds = roundLeftSeconds + ((maximumRounds - 1) * wholeRoundSeconds) / 2;
    return Math.min(
      Math.max(roundLeftSeconds, this.budgetSeconds - this.elapsedSeconds),
      longestSeconds,
    );
  }
}

/**
 * The work of a visit relative to that of other cells. Rounds are shuffled and cells differ by a factor of
 * a million, so a count of cells would not forecast time.
 */
function workOf(cell: Cell): number {
  const { passes } = assumedAlgorithm(cell);
  return visitOverheadElements + elementsOf(cell.problem) * passes.length;
}
