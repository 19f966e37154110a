import type { Standstill } from '../machine/active-clock.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { RunPlan } from '../model/plan.js';
import { isLongCall } from '../plan/long-call.js';
import { algorithmOf } from '../softmax/algorithms.js';
import type { CellRecord } from './cell-record.js';
import type { VisitRequest } from './protocol/messages.js';
import type { SampledVisit, VisitResult } from './protocol/visit-result.js';
import { WorkerDeath, type WorkerClient } from './protocol/worker-client.js';
import { visitGroups } from './visit-groups.js';
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
  /** The worker died in a visit to a cell that is visited again; null: in one of several visits, which are all made again. */
  visitLost(cell: Cell | null, message: string): void;
}

/** Visits cells, in a worker that is replaced when it dies. */
export class CellVisits {
  private worker: WorkerClient | null = null;
  private opensLibraries = false;
  /** From the first worker that dies on it is to be seen which visit another one dies in. */
  private goesSingly = false;
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

  /** The records in their order, as they are to be visited together. */
  groupsOf(records: readonly CellRecord[]): readonly (readonly CellRecord[])[] {
    return this.goesSingly ? records.map((record) => [record]) : visitGroups(records);
  }

  /**
   * Adds what visits give to the records, each of another cell. A worker that dies is replaced. Of several visits nobody knows
   * which one it died in: they are made again one by one, as are all later ones. A single visit is lost, and its cell
   * fails if the worker crashed before the cell was measured, if it was stuck, or if it is the second worker that this cell loses.
   * @throws WorkerDeath when aborted, and whatever `startWorker` throws.
   */
  async visit(records: readonly CellRecord[], round: number): Promise<void> {
    const { signal, events } = this.options;
    const visited = records.filter((record) => !this.isStuck(record));
    try {
      if (visited.length > 0) await this.attempt(visited, round);
      for (const { cell, failure } of records) {
        if (failure !== null) events.cellFailed(cell, failure);
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof WorkerDeath)) throw error;
      this.goesSingly = true;
      if (visited.length === 1) this.lose(visited[0]!, error);
      else events.visitLost(null, error.message);
      await this.startWorker(this.opensLibraries);
      if (visited.length > 1) for (const record of visited) await this.visit([record], round);
    }
  }

  /** Whether its implementation has hung, in which case its cell fails. */
  private isStuck(record: CellRecord): boolean {
    const { implementation } = record.cell;
    if (!this.stuck.has(implementation)) return false;
    record.fail(`${implementation} gave no answer at another configuration`);
    return true;
  }

  /** Notes that the worker died in the visit. */
  private lose(record: CellRecord, { message, kind }: WorkerDeath): void {
    const { events } = this.options;
    const { cell } = record;
    const isItsFault = kind === 'stuck' || (kind === 'crash' && record.batchCount === null);
    if (!isItsFault && !record.hasLostVisit) {
      record.hasLostVisit = true;
      events.visitLost(cell, message);
      return;
    }
    record.fail(message);
    if (kind === 'stuck' && !isOwn(cell)) this.stuck.add(cell.implementation);
    events.cellFailed(cell, message);
  }

  private async attempt(records: readonly CellRecord[], round: number): Promise<void> {
    const { plan, standstill, events } = this.options;
    const process = this.startedCount - 1;
    const requests = records.map((record) => this.requestOf(record, round, process));
    const limitsMs = requests.map(({ cell, sampleCount }) =>
      visitLimitMs(cell, sampleCount, plan.externals ?? []),
    );
    const before = standstill();
    const limitMs = limitsMs.reduce((sum, own) => sum + own, 0);
    const results = await this.living.visit(requests, limitMs);
    withoutStandstill(results, before, standstill()).forEach((result, index) => {
      const record = records[index]!;
      if (result.status === 'failed') record.fail(result.message);
      else if (result.status === 'skipped') record.skip(result.reason);
      else {
        record.add(result, process);
        events.sampled(record.cell, process, result);
      }
    });
  }

  private requestOf(
    { cell, batchCount, lastProcess }: CellRecord,
    round: number,
    process: number,
  ): VisitRequest {
    const { config } = this.options.plan;
    const perPass = config.perPass && hasSeveralPasses(cell);
    const sampleCount = isLongCall(cell) ? 1 : config.samplesPerRound;
    const isFirstOfProcess = lastProcess !== process;
    return { cell, round, batchCount, isFirstOfProcess, sampleCount, perPass };
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

/**
 * Time in which the computer stood still counts for no budget, also when the run is resumed; it is noted with the visit
 * that took longest, which is the one that it was in.
 */
function withoutStandstill(
  results: readonly VisitResult[],
  before: Standstill,
  after: Standstill,
): readonly VisitResult[] {
  const clockedNs = Math.round((after.clockedMs - before.clockedMs) * 1e6);
  const pausedNs = clockedNs + Math.round((after.asleepMs - before.asleepMs) * 1e6);
  if (pausedNs === 0) return results;
  const wallNs = results.map((result) => (result.status === 'sampled' ? result.noise.wallNs : 0));
  const longest = wallNs.indexOf(Math.max(...wallNs));
  const less = (ns: number): number => Math.max(0, ns - clockedNs);
  return results.map((result, index) => {
    if (index !== longest || result.status !== 'sampled') return result;
    const { wallNs, sampledNs } = result.noise;
    const noise = {
      ...result.noise,
      wallNs: less(wallNs),
      sampledNs: sampledNs === null ? null : less(sampledNs),
      pausedNs,
    };
    return { ...result, noise };
  });
}
