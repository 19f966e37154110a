import type { Cell } from '../model/cell.js';
import type { CellOutcome } from '../model/outcome.js';
import type { RunPlan } from '../model/plan.js';
import { expectedRound, type MachineSpeeds } from '../plan/expected-cost.js';
import { headlineCells } from '../plan/headline.js';
import { isLongCall } from '../plan/long-call.js';
import { blocksOf, visitOrder } from '../plan/order.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { BlockRecord } from './block-record.js';
import { CellRecord } from './cell-record.js';
import { targetHalfWidth } from './precision.js';
import { WorkerDeath, type WorkerClient } from './protocol/worker-client.js';
import { RunClock, type VisitProgress } from './run-clock.js';
import type { Limits, RunState } from './block-state.js';
import { resumePointOf } from './resume-point.js';
import { nextStep, processCountOf } from './schedule.js';

/** A sample that takes longer than this is stuck: the largest plausible cell takes seconds. */
const sampleTimeoutMs = 120_000;

/** Called between visits, while the worker waits: whatever these do disturbs no sample. */
export interface RoundsEvents {
  visited(progress: VisitProgress): void;
  cellFailed(cell: Cell, message: string): void;
  /** `outcomes` has one entry a cell of the plan that was visited, in the plan's order. */
  roundFinished(outcomes: readonly CellOutcome[]): void;
}

export interface RoundsOptions {
  readonly plan: RunPlan;
  /** What an interrupted run of the plan has measured, to resume from; empty for a new run. */
  readonly previous: readonly CellOutcome[];
  readonly lastLevelCacheBytes: number;
  /** What rounds are expected to cost by, before the first. */
  readonly speeds: MachineSpeeds;
  /** Starts a worker with its buffers open: one for each process, and another one after each crash. */
  readonly startWorker: () => Promise<WorkerClient>;
  /** Ends a worker that has done its part, so that the next can have its memory. */
  readonly endWorker: (worker: WorkerClient) => Promise<void>;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  /** When aborted, its owner kills the worker; the rounds then end with what they have. */
  readonly signal: AbortSignal;
  readonly events: RoundsEvents;
}

export interface RoundsEnd {
  /** One entry a cell of the plan that was visited, in the plan's order. */
  readonly outcomes: readonly CellOutcome[];
  readonly isInterrupted: boolean;
}

/**
 * Visits cells in rounds, as `schedule.ts` decides. The cells of a block follow each other, in an order
 * shuffled anew each round, so that drift affects all of them. A cell that fails or takes the worker down
 * is not visited again. The first round completes whatever the budget.
 * @throws whatever `startWorker` throws, unless the run was interrupted.
 */
export async function runRounds(options: RoundsOptions): Promise<RoundsEnd> {
  const rounds = new Rounds(options);
  try {
    await rounds.run();
    return { outcomes: rounds.outcomes(), isInterrupted: false };
  } catch (error) {
    if (options.signal.aborted && error instanceof WorkerDeath) {
      return { outcomes: rounds.outcomes(), isInterrupted: true };
    }
    throw error;
  }
}

class Rounds {
  private readonly records: ReadonlyMap<Cell, CellRecord>;
  private readonly blocks: readonly BlockRecord[];
  private readonly limits: Limits;
  private readonly clock: RunClock;
  private worker: WorkerClient | null = null;
  /** Of the schedule; a worker that replaces a crashed one keeps it. */
  private process: number;
  private startedWorkerCount: number;
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
    this.blocks = blocksOf(cells, headline).map((block) => {
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
    this.startedWorkerCount = nextProcess;
    // A resumed run begins with the next process of the schedule, if there is one.
    this.process = Math.min(nextProcess, config.processes - 1);
    for (const block of this.blocks) block.restore(config.processes);
  }

  async run(): Promise<void> {
    const { events, endWorker } = this.options;
    await this.startWorker();
    const { processes, budgetSeconds } = this.options.plan.config;
    const roundSeconds = this.blocks
      .filter(({ state }) => state.isHeadline)
      .reduce((sum, { state }) => sum + state.roundSeconds, 0);
    this.processCount = processCountOf(processes, this.openSeconds, roundSeconds, budgetSeconds);
    for (let round = this.firstRound; ;) {
      const step = nextStep(this.state, this.limits);
      if (step.kind === 'end') break;
      if (step.kind === 'process') {
        await endWorker(this.living);
        this.process += 1;
        await this.startWorker();
        continue;
      }
      const isWhole = await this.runRound(
        round,
        step.blocks.map((index) => this.activeBlocks[index]!),
      );
      events.roundFinished(this.outcomes());
      if (!isWhole) break;
      round += 1;
    }
    for (const block of this.blocks) {
      for (const record of block.records)
        record.stop(block.stopReason(this.limits, this.processCount));
    }
    await endWorker(this.living);
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

  private get living(): WorkerClient {
    if (this.worker === null) throw new Error('no worker was started');
    return this.worker;
  }

  private async startWorker(): Promise<void> {
    const startSeconds = this.clock.elapsedSeconds;
    this.worker = await this.options.startWorker();
    this.startedWorkerCount += 1;
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
      await this.visitOrReplaceWorker(cell, round);
      blockOf.get(cell)?.countVisit(this.process, this.clock.elapsedSeconds - startSeconds);
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

  private async visitOrReplaceWorker(cell: Cell, round: number): Promise<void> {
    const { signal, events } = this.options;
    const record = this.recordOf(cell);
    const startSeconds = this.clock.elapsedSeconds;
    try {
      await this.visit(record, round);
      record.wholeVisitSeconds = this.clock.elapsedSeconds - startSeconds;
    } catch (error) {
      if (signal.aborted || !(error instanceof WorkerDeath)) throw error;
      record.fail(error.message);
      await this.startWorker();
    }
    if (record.failure !== null) events.cellFailed(cell, record.failure);
  }

  private async visit(record: CellRecord, round: number): Promise<void> {
    const { config } = this.options.plan;
    const { cell, batchCount } = record;
    const process = this.startedWorkerCount - 1;
    // A single pass is the whole call.
    const perPass = config.perPass && algorithmOf(cell.implementation).passes.length > 1;
    const sampleCount = isLongCall(cell) ? 1 : config.samplesPerRound;
    const isFirstOfProcess = record.lastProcess !== process;
    const result = await this.living.visit(
      { cell, round, batchCount, isFirstOfProcess, sampleCount, perPass },
      sampleTimeoutMs * sampleCount,
    );
    if (result.status === 'failed') record.fail(result.message);
    else record.add(result, process);
  }
}
