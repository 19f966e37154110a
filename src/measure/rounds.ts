import type { Cell } from '../plan/cell.js';
import { comparedGroups } from '../plan/compared-groups.js';
import { visitOrder } from '../plan/order.js';
import type { RunPlan } from '../plan/plan.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { CellRecord } from './cell-record.js';
import type { CellOutcome } from './outcome.js';
import { isLongCall } from './long-call.js';
import { WorkerDeath, type WorkerClient } from './worker-client.js';

/** A sample that takes longer than this is stuck: the largest plausible cell takes seconds. */
const sampleTimeoutMs = 120_000;

/**
 * What the next round takes, as a share of the one that ended. The first also verifies and warms up, which
 * costs as much again.
 */
export function nextRoundShare(round: number): number {
  return round === 0 ? 0.5 : 1;
}

/** Where in the run a visit was. */
export interface VisitProgress {
  readonly cell: Cell;
  readonly round: number;
  /** What this round visits, in order, and how many of them it has visited, this one included. */
  readonly roundCells: readonly Cell[];
  readonly visitedCount: number;
}

/** Called between visits, while the worker waits: whatever these do disturbs no sample. */
export interface RoundsEvents {
  visited(progress: VisitProgress): void;
  cellFailed(cell: Cell, message: string): void;
  /** `outcomes` has one entry a cell of the plan that was visited, in the plan's order. */
  roundFinished(outcomes: readonly CellOutcome[]): void;
}

export interface RoundsOptions {
  readonly plan: RunPlan;
  /** Starts a worker with its buffers open: the first, and another one after each crash. */
  readonly startWorker: () => Promise<WorkerClient>;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  /** When aborted, its owner kills the worker; the rounds then end with what they have. */
  readonly signal: AbortSignal;
  readonly events: RoundsEvents;
}

export interface RoundsEnd {
  /** One entry a cell of the plan that was visited, in the plan's order. */
  readonly outcomes: readonly CellOutcome[];
  /** The worker that is left, or null when the run was interrupted. */
  readonly worker: WorkerClient | null;
}

/**
 * Visits every cell once a round, in an order shuffled anew each round, so that drift hits all cells
 * alike; cells of one size follow each other. A cell that fails or takes the worker down is not visited again. After each round the budget is
 * looked at: another round begins only if it will end within it, so the first always completes.
 * @throws whatever `startWorker` throws, unless the run was interrupted.
 */
export async function runRounds(options: RoundsOptions): Promise<RoundsEnd> {
  const records = new Map(options.plan.cells.map((cell) => [cell, new CellRecord(cell)]));
  const outcomes = () => [...records.values()].flatMap((record) => record.outcome() ?? []);
  try {
    const worker = await visitInRounds(options, records, outcomes);
    return { outcomes: outcomes(), worker };
  } catch (error) {
    if (options.signal.aborted && error instanceof WorkerDeath) {
      return { outcomes: outcomes(), worker: null };
    }
    throw error;
  }
}

async function visitInRounds(
  { plan, startWorker, nowMs, signal, events }: RoundsOptions,
  records: ReadonlyMap<Cell, CellRecord>,
  outcomes: () => CellOutcome[],
): Promise<WorkerClient> {
  const startMs = nowMs();
  let worker = await startWorker();
  for (let round = 0; ; round++) {
    const roundStartMs = nowMs();
    const active = plan.cells.filter((cell) => recordOf(records, cell).isActive);
    if (active.length === 0) return worker;
    const roundCells = visitOrder(active, plan.config.seed, round);
    for (const [index, cell] of roundCells.entries()) {
      const record = recordOf(records, cell);
      try {
        await visit(worker, record, round, plan);
      } catch (error) {
        if (signal.aborted || !(error instanceof WorkerDeath)) throw error;
        record.fail(error.message);
        worker = await startWorker();
      }
      if (record.failure !== null) events.cellFailed(cell, record.failure);
      events.visited({ cell, round, roundCells, visitedCount: index + 1 });
    }
    const endMs = nowMs();
    const nextEndMs = endMs + nextRoundShare(round) * (endMs - roundStartMs);
    stopWhatIsDone(plan, [...records.values()], round, nextEndMs - startMs);
    events.roundFinished(outcomes());
  }
}

async function visit(
  worker: WorkerClient,
  record: CellRecord,
  round: number,
  { config }: RunPlan,
): Promise<void> {
  const { cell, batchCount } = record;
  // With a single pass the whole call is all there is to tell.
  const perPass = config.perPass && algorithmOf(cell.algorithm).passes.length > 1;
  const sampleCount = isLongCall(cell) ? 1 : config.samplesPerRound;
  const result = await worker.visit(
    { cell, round, batchCount, isFirstOfProcess: batchCount === null, sampleCount, perPass },
    sampleTimeoutMs * sampleCount,
  );
  if (result.status === 'failed') record.fail(result.message);
  else record.add(result, 0);
}

function stopWhatIsDone(
  { config }: RunPlan,
  records: readonly CellRecord[],
  round: number,
  nextEndMs: number,
): void {
  const finishedRounds = round + 1;
  if (finishedRounds >= config.rounds.minimum) {
    // Cells that are compared with each other stop together, so that their rounds stay paired.
    for (const group of comparedGroups(records, ({ cell }) => cell)) {
      const isConverged = group.every(
        (record) =>
          record.failure !== null || record.precisionRatio * 100 <= config.precisionPercent,
      );
      if (isConverged) for (const record of group) record.stop('converged');
    }
  }
  for (const record of records) {
    if (finishedRounds >= config.rounds.maximum) record.stop('rounds');
    if (nextEndMs > config.budgetSeconds * 1000) record.stop('budget');
  }
}

function recordOf(records: ReadonlyMap<Cell, CellRecord>, cell: Cell): CellRecord {
  const record = records.get(cell);
  if (record === undefined) throw new Error(`${cell.id} is not in the plan`);
  return record;
}
