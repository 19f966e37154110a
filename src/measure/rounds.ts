import { libraryBudgetSeconds, ownBudgetSeconds } from '../config/library-budget.js';
import { SoftmaxBenchError } from '../errors.js';
import { mostSamples } from '../model/bounds.js';
import type { Cell } from '../model/cell.js';
import { libraryCells } from '../model/external.js';
import type { CellOutcome } from '../model/outcome.js';
import type { MachineSpeeds } from '../plan/expected-cost.js';
import { visitOrder } from '../plan/order.js';
import type { BlockRecord } from './block-record.js';
import { blockRecordsOf } from './plan-blocks.js';
import { CellRecord } from './cell-record.js';
import { CellVisits, type VisitEvents, type VisitsOptions } from './cell-visits.js';
import { LibraryRecord } from './library-record.js';
import { LibraryTime } from './library-time.js';
import { WorkerDeath } from './protocol/worker-client.js';
import { RunClock, type VisitProgress } from './run-clock.js';
import { isHeadline, type Limits, type RunState } from './block-state.js';
import { sharesOf } from './visit-groups.js';
import { resumePointOf } from './resume-point.js';
import { minimumIntervalCount } from '../statistics/median-interval.js';
import { processCountOf } from './process-count.js';
import { nextStep } from './schedule.js';

/** Called between visits, while the worker waits: whatever these do disturbs no sample. */
export interface RoundsEvents extends VisitEvents {
  visited(progress: VisitProgress): void;
  /** `outcomes` gives one entry a cell of the plan that was visited, in the plan's order: copies of all samples so far. */
  roundFinished(outcomes: () => readonly CellOutcome[]): void;
}

export interface RoundsOptions extends Omit<VisitsOptions, 'events'> {
  /** What an interrupted run of the plan has measured, to resume from; empty for a new run. */
  readonly previous: readonly CellOutcome[];
  readonly lastLevelCacheBytes: number;
  /** What rounds are expected to cost by, before the first. */
  readonly speeds: MachineSpeeds;
  /** What finding libraries took before the run began. */
  readonly librarySearchSeconds: number;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  readonly events: RoundsEvents;
}

export interface RoundsEnd {
  /** One entry a cell of the plan that was visited, in the plan's order. */
  readonly outcomes: readonly CellOutcome[];
  readonly isInterrupted: boolean;
  /** Why the run could not go on, to be resumed; null when it went to its end or was interrupted. */
  readonly problem: string | null;
}

/**
 * Visits cells in rounds, as `schedule.ts` decides. The cells of a block follow each other, in an order
 * shuffled anew each round, so that drift affects all of them. A cell that fails is not visited again. The first
 * round of the headline completes whatever the budget. What was measured is kept when a later worker does not start.
 * The rounds end with what they have when the signal is aborted.
 * @throws whatever `startWorker` throws before anything was measured, and what `events` throw.
 */
export async function runRounds(options: RoundsOptions): Promise<RoundsEnd> {
  const rounds = new Rounds(options);
  try {
    await rounds.run();
    return { outcomes: rounds.outcomes(), isInterrupted: false, problem: null };
  } catch (error) {
    const outcomes = rounds.outcomes();
    if (options.signal.aborted && error instanceof WorkerDeath) {
      return { outcomes, isInterrupted: true, problem: null };
    }
    const isMeasured = outcomes.some(({ status }) => status === 'measured');
    if (isMeasured && error instanceof SoftmaxBenchError) {
      return { outcomes, isInterrupted: false, problem: error.message };
    }
    throw error;
  }
}

class Rounds {
  private readonly records: ReadonlyMap<Cell, CellRecord>;
  private readonly blocks: readonly BlockRecord[];
  private readonly limits: Limits;
  private readonly clock: RunClock;
  private readonly visits: CellVisits;
  private readonly libraries: LibraryTime;
  /** Of the schedule; a worker that replaces a crashed one keeps it. */
  private process: number;
  private readonly firstRound: number;
  private openSeconds = 0;
  private processStartSeconds = 0;
  private processCount = 1;

  constructor(private readonly options: RoundsOptions) {
    const { plan, previous, speeds, nowMs } = options;
    const { cells, config } = plan;
    const before = new Map(previous.map((outcome) => [outcome.cell.id, outcome]));
    this.records = new Map(
      cells.map((cell) => [cell, new CellRecord(cell, before.get(cell.id) ?? null)]),
    );
    this.blocks = blockRecordsOf(options, (cell) => this.recordOf(cell));
    this.limits = {
      budgetSeconds: ownBudgetSeconds(config),
      minimumRounds: config.rounds.minimum,
      maximumRounds: config.rounds.maximum,
    };
    const point = resumePointOf(previous, libraryCells(plan.externals ?? []));
    const { nextRound, nextProcess } = point;
    const librarySeconds = options.librarySearchSeconds + point.librarySpentMs / 1000;
    this.libraries = new LibraryTime({
      blocks: this.blocks.flatMap(({ libraries }) => libraries ?? []),
      budgetSeconds: libraryBudgetSeconds(config),
      hasHeadline: config.shapes === undefined,
      wantedRounds: Math.min(minimumIntervalCount, config.rounds.maximum),
      spentSeconds: librarySeconds,
    });
    // What came before the first round counts against the budget.
    const beforeMs = 1000 * (speeds.probeSeconds + librarySeconds) + point.spentMs;
    this.clock = new RunClock(nowMs, config.budgetSeconds, this.limits, beforeMs);
    this.firstRound = nextRound;
    this.visits = new CellVisits(options, nextProcess);
    // A resumed run begins with the next process of the schedule, if there is one.
    this.process = Math.min(nextProcess, config.processes - 1);
    for (const block of this.blocks) {
      block.restore(config.processes);
      block.libraries?.restore();
    }
  }

  async run(): Promise<void> {
    const { events } = this.options;
    await this.startWorker();
    const { processes } = this.options.plan.config;
    const roundSeconds = this.blocks
      .filter(({ state }) => isHeadline(state))
      .reduce((sum, { state }) => sum + state.roundSeconds, 0);
    this.processCount = processCountOf(processes, this.openSeconds, roundSeconds, this.limits);
    this.libraries.settle(this.processCount);
    for (let round = this.firstRound; ;) {
      const step = nextStep(this.state, this.limits);
      if (step.kind === 'end' || this.isFull) break;
      if (step.kind === 'process') {
        await this.visits.endWorker();
        this.process += 1;
        await this.startWorker();
        continue;
      }
      const isWhole = await this.runRound(
        round,
        step.blocks.map((index) => this.activeBlocks[index]!),
      );
      events.roundFinished(() => this.outcomes());
      if (!isWhole) break;
      round += 1;
    }
    for (const block of this.blocks) {
      const reason = this.isFull ? 'rounds' : block.stopReason(this.limits, this.processCount);
      for (const record of block.records) record.stop(reason);
      for (const record of block.libraries?.records ?? []) {
        record.stop(block.libraries!.stopReason(reason));
      }
    }
    await this.visits.endWorker();
  }

  /** The outcomes so far; later visits do not change them. */
  outcomes(): CellOutcome[] {
    return [...this.records.values()].flatMap((record) => record.outcome() ?? []);
  }

  private get state(): RunState {
    return {
      elapsedSeconds: this.elapsedSeconds,
      process: this.process,
      processCount: this.processCount,
      openSeconds: this.openSeconds,
      processStartSeconds: this.processStartSeconds,
      blocks: this.activeBlocks.map(({ state, libraries }) => ({
        ...state,
        isDueForLibraries: libraries !== null && this.libraries.isDue(libraries),
      })),
    };
  }

  /** Without the time of libraries, of which the schedule knows nothing; what they took beyond theirs counts. */
  private get elapsedSeconds(): number {
    const { spentSeconds, budgetSeconds } = this.libraries;
    return this.clock.elapsedSeconds - Math.min(spentSeconds, budgetSeconds);
  }

  private get activeBlocks(): readonly BlockRecord[] {
    return this.blocks.filter(({ records }) => records.some(({ isActive }) => isActive));
  }

  /** Whether another round might have more samples than a result takes. */
  private get isFull(): boolean {
    const { cells, config } = this.options.plan;
    const sampleCount = [...this.records.values()].reduce((sum, own) => sum + own.sampleCount, 0);
    return sampleCount + cells.length * config.samplesPerRound > mostSamples;
  }

  private async startWorker(): Promise<void> {
    const startSeconds = this.elapsedSeconds;
    const opensLibraries = this.libraries.startProcess(this.process);
    const librarySeconds = await this.visits.startWorker(opensLibraries);
    this.libraries.opened(librarySeconds);
    this.processStartSeconds = this.elapsedSeconds;
    this.openSeconds = this.processStartSeconds - startSeconds;
  }

  /** Returns false when the budget ended it before its last visit. */
  private async runRound(round: number, blocks: readonly BlockRecord[]): Promise<boolean> {
    const { plan, events } = this.options;
    const libraries = this.libraries.inRound(blocks.flatMap((block) => block.libraries ?? []));
    const ownerOf = new Map<Cell, BlockRecord | LibraryRecord>(
      [...blocks, ...libraries].flatMap((own) => own.startRound().map((cell) => [cell, own])),
    );
    const roundCells = visitOrder([...ownerOf.keys()], plan.config.seed, round);
    this.clock.startRound(round, roundCells, this.state, this.libraries.secondsLeft);
    for (const records of this.visits.groupsOf(roundCells.map((cell) => this.recordOf(cell)))) {
      const owner = ownerOf.get(records[0]!.cell)!;
      if (owner instanceof LibraryRecord) {
        if (!this.libraries.fits(records[0]!.wholeVisitSeconds)) continue;
      } else if (round > this.firstRound && !this.fitAnotherVisit(records)) {
        // Only a round that takes much longer than those before it is cut short.
        return false;
      }
      const startSeconds = this.clock.elapsedSeconds;
      await this.visits.visit(records, round);
      const seconds = this.clock.elapsedSeconds - startSeconds;
      if (owner instanceof LibraryRecord) this.libraries.visited(owner, seconds);
      for (const [record, ownSeconds] of sharesOf(seconds, records)) {
        record.wholeVisitSeconds = ownSeconds;
        ownerOf.get(record.cell)!.countVisit(ownSeconds, this.process);
        // That of the gain is the first.
        events.visited(this.clock.visited(record.cell, this.blocks[0]?.estimate ?? null));
      }
    }
    return true;
  }

  /** Whether visits that take twice as long as the last ones of their cells would end within the budget. */
  private fitAnotherVisit(records: readonly CellRecord[]): boolean {
    const seconds = records.reduce((sum, { wholeVisitSeconds }) => sum + wholeVisitSeconds, 0);
    return this.elapsedSeconds + 2 * seconds <= this.limits.budgetSeconds;
  }

  private recordOf(cell: Cell): CellRecord {
    const record = this.records.get(cell);
    if (record === undefined) throw new Error(`${cell.id} is not in the plan`);
    return record;
  }
}
