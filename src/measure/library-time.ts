import type { LibraryRecord } from './library-record.js';
import type { ExpectedRound } from '../plan/expected-cost.js';
import {
  affordableProcessCount,
  dueRounds,
  libraryProcessCount,
  librarySecondsLeft,
  withLibraries,
  type LibraryBlock,
  type LibraryState,
} from './library-rounds.js';

/** What the time of libraries depends on. */
export interface LibraryTimeOptions {
  /** By priority. */
  readonly blocks: readonly LibraryRecord[];
  /** Their part of the budget of the run. */
  readonly budgetSeconds: number;
  /** Whether the first block is the headline, whose rounds come first; of shapes one is like another. */
  readonly hasHeadline: boolean;
  /** Rounds that an interval requires. */
  readonly wantedRounds: number;
  /** On finding them, and before an interruption. */
  readonly spentSeconds: number;
}

/** The time that libraries take of a run, which is never more than their part of its budget. */
export class LibraryTime {
  private spent: number;
  /** What the headline took in the present process. */
  private firstBlockSeconds = 0;
  private process = 0;
  private isOpen = false;
  private openSeconds = 0;
  /** In how many processes of the run they are opened at most. */
  private mostOpenCount = Infinity;

  constructor(private readonly options: LibraryTimeOptions) {
    this.spent = options.spentSeconds;
  }

  get spentSeconds(): number {
    return this.spent;
  }

  get budgetSeconds(): number {
    return this.options.budgetSeconds;
  }

  /** Whether a process that starts opens them. */
  startProcess(process: number): boolean {
    const { processCount } = this.state;
    this.process = process;
    this.firstBlockSeconds = 0;
    this.isOpen =
      this.options.blocks.length > 0 &&
      process < processCount &&
      this.spentSeconds + this.openSeconds <= this.budgetSeconds;
    return this.isOpen;
  }

  /** Counts what opening them took. */
  opened(seconds: number): void {
    this.spent += seconds;
    this.openSeconds = Math.max(this.openSeconds, seconds);
  }

  /** Counts what a visit to one of these took. */
  visited(libraries: LibraryRecord, seconds: number): void {
    this.spent += seconds;
    const { hasHeadline, blocks } = this.options;
    if (hasHeadline && libraries === blocks[0]) this.firstBlockSeconds += seconds;
  }

  /** Settles in how many of the processes of the run they are opened, after they were in the first. */
  settle(processCount: number): void {
    this.mostOpenCount = libraryProcessCount(this.state, processCount);
  }

  /** Whether those of a block lack rounds that are due by now, and can have another. */
  isDue(libraries: LibraryRecord): boolean {
    const { roundCount } = libraries;
    if (roundCount === 0 || roundCount >= dueRounds(this.state)) return false;
    return this.inRound([libraries]).length > 0;
  }

  /** Those of these that are in the next round. */
  inRound(due: readonly LibraryRecord[]): readonly LibraryRecord[] {
    const { active } = this;
    const indices = [...active.keys()].filter((index) => due.includes(active[index]!));
    return this.isOpen ? withLibraries(indices, this.state).map((index) => active[index]!) : [];
  }

  /** Whether a visit that takes twice as long as the last one of the cell would end within their time. */
  fits(lastVisitSeconds: number): boolean {
    return this.spentSeconds + 2 * lastVisitSeconds <= this.budgetSeconds;
  }

  /** What they are expected to take yet, and at most. */
  get secondsLeft(): { readonly expected: number; readonly most: number } {
    const most = Math.max(0, this.budgetSeconds - this.spentSeconds);
    return this.active.length === 0
      ? { expected: 0, most: 0 }
      : { expected: librarySecondsLeft(this.state), most };
  }

  private get active(): readonly LibraryRecord[] {
    return this.options.blocks.filter(({ isActive }) => isActive);
  }

  private get state(): LibraryState {
    const { wantedRounds, hasHeadline } = this.options;
    const { budgetSeconds, spentSeconds, openSeconds, process, mostOpenCount } = this;
    const factors = this.paceFactors;
    const blocks = this.active.map((block) => block.stateAt(factors));
    const state: LibraryState = {
      budgetSeconds,
      spentSeconds,
      openSeconds,
      firstSeconds: this.firstSecondsOf(blocks),
      process,
      processCount: mostOpenCount,
      wantedRounds,
      blocks,
    };
    if (hasHeadline) return state;
    return { ...state, processCount: Math.min(mostOpenCount, affordableProcessCount(state)) };
  }

  /** `LibraryState.firstSeconds`: of the headline while it lacks rounds, else of all. */
  private firstSecondsOf(blocks: readonly LibraryBlock[]): number {
    const { hasHeadline, wantedRounds } = this.options;
    if (!hasHeadline) return blocks.reduce((sum, own) => sum + own.firstRoundExtraSeconds, 0);
    const isShort = blocks.length > 0 && blocks[0]!.roundCount < wantedRounds;
    return isShort ? this.firstBlockSeconds : 0;
  }

  /** How many times longer rounds take than the plan expected, and the first ones beside that. */
  private get paceFactors(): ExpectedRound {
    const paces = this.options.blocks.flatMap(({ pace }) => pace ?? []);
    const factorOf = (key: keyof ExpectedRound): number => {
      const sumOf = (side: 'expected' | 'measured'): number =>
        paces.reduce((seconds, pace) => seconds + pace[side][key], 0);
      return paces.length === 0 ? 1 : sumOf('measured') / sumOf('expected');
    };
    return {
      roundSeconds: factorOf('roundSeconds'),
      firstRoundExtraSeconds: factorOf('firstRoundExtraSeconds'),
    };
  }
}
