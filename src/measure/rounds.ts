import { SoftmaxBenchError } from '../errors.js';
import { mostSamples } from '../model/bounds.js';
import type { Cell } from '../model/cell.js';
import type { CellOutcome } from '../model/outcome.js';
import { expectedRound, type MachineSpeeds } from '../plan/expected-cost.js';
import { headlineCells, mostThreadsCells } from '../plan/headline.js';
import { blocksOf, visitOrder } from '../plan/order.js';
import { BlockRecord } from './block-record.js';
import { CellRecord } from './cell-record.js';
import { CellVisits, type VisitEvents, type VisitsOptions } from './cell-visits.js';
import { targetHalfWidth } from './precision.js';
import { WorkerDeath } from './protocol/worker-client.js';
import { RunClock, type VisitProgress } from './run-clock.js';
import type { Limits, RunState } from './block-state.js';
import { resumePointOf } from './resume-point.js';
import { nextStep, processCountOf } from './schedule.js';

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
  /** Of the schedule; a worker that replaces a crashed one keeps it. */
  private process: number;
  private readonly firstRound: number;
  private openSeconds = 0;
  private processStartSeconds = 0;
  private processCount = 1;

  constructor(private readonly options: RoundsOptions) {
    const { plan, previous, lastLevelCacheBytes, speeds, nowMs } = options;
    const { cells, config } = plan;
    const before = new Map(previous.map((outcome) => [outcome.cell.id, outcome]));
    this.records = new Map(
      cells.map((cell) => [cell, new CellRecord(cell, before.get(cell.id) ?? null)]),
    );
    const headline = headlineCells(cells, lastLevelCacheBytes);
    const mostThreads = mostThreadsCells(cells, lastLevelCacheBytes);
    this.blocks = blocksOf(cells, headline, mostThreads).map((block) => {
      const { problem } = block.cells[0]!;
      return new BlockRecord(
        block.cells.map((cell) => this.recordOf(cell)),
        block.isHeadline,
        expectedRound(block.cells, config, speeds),
        targetHalfWidth(config, problem, lastLevelCacheBytes),
      );
    });
    this.limits = {
      budgetSeconds: config.budgetSeconds,
      minimumRounds: config.rounds.minimum,
      maximumRounds: config.rounds.maximum,
    };
    const { nextRound, nextProcess, spentMs } = resumePointOf(previous);
    // What came before the first round counts against the budget.
    const probeMs = 1000 * speeds.probeSeconds;
    this.clock = new RunClock(nowMs, this.limits, probeMs + spentMs);
    this.firstRound = nextRound;
    this.visits = new CellVisits(options, nextProcess);
    // A resumed run begins with the next process of the schedule, if there is one.
    this.process = Math.min(nextProcess, config.processes - 1);
    for (const block of this.blocks) block.restore(config.processes);
  }

  async run(): Promise<void> {
    const { events } = this.options;
    await this.startWorker();
    const { processes, budgetSeconds } = this.options.plan.config;
    const roundSeconds = this.blocks
      .filter(({ state }) => state.isHeadline)
      .reduce((sum, { state }) => sum + state.roundSeconds, 0);
    this.processCount = processCountOf(processes, this.openSeconds, roundSeconds, budgetSeconds);
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
      for (const record of block.records)
        record.stop(this.isFull ? 'rounds' : block.stopReason(this.limits, this.processCount));
    }
    await this.visits.endWorker();
  }

  /** The outcomes so far; later visits do not change them. */
  outcomes(): CellOutcome[] {
    return [...this.records.values()].flatMap((record) => record.outcome() ?? []);
  }

  private get state(): RunState {
    return {
      elapsedSeconds: this.clock.elapsedSeconds,
      process: this.process,
      processCount: this.processCount,
      openSeconds: this.openSeconds,
      processStartSeconds: this.processStartSeconds,
      blocks: this.activeBlocks.map(({ state }) => state),
    };
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
    const startSeconds = this.clock.elapsedSeconds;
    await this.visits.startWorker();
    this.processStartSeconds = this.clock.elapsedSeconds;
    this.openSeconds = this.processStartSeconds - startSeconds;
  }

  /** Returns false when the budget ended it before its last visit. */
  private async runRound(round: number, blocks: readonly BlockRecord[]): Promise<boolean> {
    const { plan, events } = this.options;
    const blockOf = new Map(
      blocks.flatMap((block) => block.startRound().map((cell) => [cell, block] as const)),
    );
    const roundCells = visitOrder([...blockOf.keys()], plan.config.seed, round);
    this.clock.startRound(round, roundCells, this.state);
    for (const cell of roundCells) {
      // Only a round that takes much longer than those before it is cut short.
      if (round > this.firstRound && !this.fitsAnotherVisit(cell)) return false;
      const startSeconds = this.clock.elapsedSeconds;
      const record = this.recordOf(cell);
      await this.visits.visit(record, round);
      const seconds = this.clock.elapsedSeconds - startSeconds;
      record.wholeVisitSeconds = seconds;
      blockOf.get(cell)?.countVisit(this.process, seconds);
      // The block of the headline is the first.
      events.visited(this.clock.visited(cell, this.blocks[0]?.estimate ?? null));
    }
    return true;
  }

  /** Whether a visit that takes twice as long as the last one of the cell would end within the budget. */
  private fitsAnotherVisit(cell: Cell): boolean {
    const { wholeVisitSeconds } = this.recordOf(cell);
    return this.clock.elapsedSeconds + 2 * wholeVisitSeconds <= this.limits.budgetSeconds;
  }

  private recordOf(cell: Cell): CellRecord {
    const record = this.records.get(cell);
    if (record === undefined) throw new Error(`${cell.id} is not in the plan`);
    return record;
  }
}
