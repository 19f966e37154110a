import type { Standstill } from '../machine/active-clock.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { NoiseRecord } from '../model/noise.js';
import type { RunPlan } from '../model/plan.js';
import { isLongCall } from '../plan/long-call.js';
import { algorithmOf } from '../softmax/algorithms.js';
import type { CellRecord } from './cell-record.js';
import type { SampledVisit } from './protocol/visit-result.js';
import { WorkerDeath, type WorkerClient } from './protocol/worker-client.js';
import { visitLimitMs } from './visit-limit.js';

/** A worker that can be visited. */
export interface StartedWorker {
  readonly worker: WorkerClient;
  /** What opening its libraries took. */
  readonly librarySeconds: number;
}

/** What visits need of a run. */
export interface VisitsOptions {
  readonly plan: RunPlan;
  /**
   * Starts a worker with its buffers open, and with its libraries where they are measured: one for each process, and
   * another one after each crash.
   */
  readonly startWorker: (opensLibraries: boolean) => Promise<StartedWorker>;
  /** Ends a worker that has done its part, so that the next can have its memory. */
  readonly endWorker: (worker: WorkerClient) => Promise<void>;
  /** Of this computer, so far. */
  readonly standstill: () => Standstill;
  /** When aborted, its owner kills the worker. */
  readonly signal: AbortSignal;
  readonly events: VisitEvents;
}

/** What is reported of visits, while no worker measures. */
export interface VisitEvents {
  /** @param process that measured, counted from 0 over the run. */
  sampled(cell: Cell, process: number, visit: SampledVisit): void;
  cellFailed(cell: Cell, message: string): void;
  /** The worker died in a visit to a cell that is visited again. */
  visitLost(cell: Cell, message: string): void;
}

/** Visits cells, in a worker that is replaced when it dies. */
export class CellVisits {
  private worker: WorkerClient | null = null;
  private opensLibraries = false;
  /** External implementations that hang, which costs the limit of a visit each time. */
  private readonly stuck = new Set<string>();

  /** @param startedCount of workers before an interruption. */
  constructor(
    private readonly options: VisitsOptions,
    private startedCount: number,
  ) {}

  /**
   * Starts the worker of the next process.
   * @returns what opening its libraries took, in seconds.
   * @throws whatever the option of that name throws.
   */
  async startWorker(opensLibraries: boolean): Promise<number> {
    this.opensLibraries = opensLibraries;
    const { worker, librarySeconds } = await this.options.startWorker(opensLibraries);
    this.worker = worker;
    this.startedCount += 1;
    return librarySeconds;
  }

  async endWorker(): Promise<void> {
    await this.options.endWorker(this.living);
  }

  /**
   * Adds what a visit gives to the record. A worker that dies is replaced. Its visit is lost, and the cell fails if it
   * never was measured, if the worker was stuck, or if it is the second worker that this cell loses.
   * @throws WorkerDeath when aborted, and whatever `startWorker` throws.
   */
  async visit(record: CellRecord, round: number): Promise<void> {
    const { signal, events } = this.options;
    const { implementation } = record.cell;
    if (this.stuck.has(implementation)) {
      record.fail(`${implementation} gave no answer at another configuration`);
      events.cellFailed(record.cell, record.failure!);
      return;
    }
    try {
      await this.attempt(record, round);
      if (record.failure !== null) events.cellFailed(record.cell, record.failure);
    } catch (error) {
      if (signal.aborted || !(error instanceof WorkerDeath)) throw error;
      const mayGoOn = record.batchCount !== null && !error.isStuck && !record.hasLostVisit;
      if (mayGoOn) {
        record.hasLostVisit = true;
        events.visitLost(record.cell, error.message);
      } else {
        record.fail(error.message);
        if (error.isStuck && !isOwn(record.cell)) this.stuck.add(implementation);
        events.cellFailed(record.cell, error.message);
      }
      await this.startWorker(this.opensLibraries);
    }
  }

  private async attempt(record: CellRecord, round: number): Promise<void> {
    const { plan, standstill } = this.options;
    const { config } = plan;
    const { cell, batchCount } = record;
    const process = this.startedCount - 1;
    const perPass = config.perPass && hasSeveralPasses(cell);
    const sampleCount = isLongCall(cell) ? 1 : config.samplesPerRound;
    const isFirstOfProcess = record.lastProcess !== process;
    const before = standstill();
    const result = await this.living.visit(
      { cell, round, batchCount, isFirstOfProcess, sampleCount, perPass },
      visitLimitMs(cell, sampleCount, plan.externals ?? []),
    );
    if (result.status === 'failed') record.fail(result.message);
    else if (result.status === 'skipped') record.skip(result.reason);
    else {
      const noise = withoutStandstill(result.noise, before, standstill());
      const visit = { ...result, noise };
      record.add(visit, process);
      this.options.events.sampled(cell, process, visit);
    }
  }

  private get living(): WorkerClient {
    if (this.worker === null) throw new Error('no worker was started');
    return this.worker;
  }
}

/** A single pass is the whole call, and between those of others nobody can read a clock. */
function hasSeveralPasses(cell: Cell): boolean {
  return isOwn(cell) && algorithmOf(cell.implementation).passes.length > 1;
}

/** Time in which the computer stood still counts for no budget, also when the run is resumed; it is noted. */
function withoutStandstill(noise: NoiseRecord, before: Standstill, after: Standstill): NoiseRecord {
  const clockedNs = Math.round((after.clockedMs - before.clockedMs) * 1e6);
  const pausedNs = clockedNs + Math.round((after.asleepMs - before.asleepMs) * 1e6);
  if (pausedNs === 0) return noise;
  const less = (ns: number): number => Math.max(0, ns - clockedNs);
  const { wallNs, sampledNs } = noise;
  return {
    ...noise,
    wallNs: less(wallNs),
    sampledNs: sampledNs === null ? null : less(sampledNs),
    pausedNs,
  };
}
