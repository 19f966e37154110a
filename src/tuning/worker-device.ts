import type { Backend } from '../backends/backend.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import type { OpenRequest } from '../measure/protocol/messages.js';
import type { WorkerClient } from '../measure/protocol/worker-client.js';
import { visitLimitMs } from '../measure/visit-limit.js';
import { cellAt, type OwnCell, type Variant } from '../model/cell.js';
import { oneRow } from '../model/problem.js';
import { executes } from '../model/target-status.js';
import { oneThread } from '../model/threading.js';
import { isLongCall } from '../plan/long-call.js';
import { median } from '../statistics/median.js';
import type { Heat } from './heats.js';
import type { TuningDevice } from './run-heat.js';

/** What of a row too long for it is verified. */
const verifiedPart = oneRow(50_257);

/** Samples of a visit to what is not long. */
const samplesPerVisit = 2;

/** The cell of a heat with one variant a pass. In state warm: in cache it shows what a kernel costs, out of cache it is as any other. */
export function heatCell(
  {
    algorithm,
    target,
    threading,
    problem,
  }: Pick<Heat, 'algorithm' | 'target' | 'threading' | 'problem'>,
  variants: readonly Variant[],
): OwnCell {
  return cellAt(
    {
      operation: algorithm.operation,
      implementation: algorithm.id,
      target,
      problem,
      cacheState: 'warm',
      ...(threading ?? oneThread),
      pages: 'default',
      profile: null,
    },
    variants,
  );
}

/** Measuring processes that live as long as the tuning, each with memory of its own. */
export class WorkerDevice implements TuningDevice {
  /** Of each heat the calls in a sample, once they are chosen. */
  private readonly batchCounts = new Map<Heat, number>();
  private readonly warm = new Map<Heat, Set<number>>();

  private constructor(
    private readonly workers: readonly WorkerClient[],
    private readonly backends: readonly Backend[],
    readonly nowMs: () => number,
  ) {}

  /**
   * Starts processes and opens their memory.
   * @param fork starts a process.
   * @throws as `WorkerClient` does.
   */
  static async open(
    processCount: number,
    fork: () => WorkerClient,
    request: OpenRequest,
    backends: readonly Backend[],
    nowMs: () => number,
  ): Promise<WorkerDevice> {
    const workers = Array.from({ length: processCount }, fork);
    await Promise.all(
      workers.map(async (worker) => {
        await worker.load();
        await worker.open(request);
      }),
    );
    return new WorkerDevice(workers, backends, nowMs);
  }

  get processCount(): number {
    return this.workers.length;
  }

  readonly variants = ({ algorithm, target }: Heat, pass: number): readonly Variant[] => {
    const { pass: id, store } = algorithm.passes[pass]!;
    return this.ownerOf(target)
      .variants(target, id)
      .filter((own) => own.store === store);
  };

  readonly usual = ({ algorithm, target, regime }: Heat, pass: number): Variant => {
    const { pass: id, store } = algorithm.passes[pass]!;
    return this.ownerOf(target).defaultVariant(target, id, store, { regime });
  };

  readonly time: TuningDevice['time'] = async (heat, process, variants, isFresh) => {
    const cell = heatCell(heat, variants);
    const isLong = isLongCall(cell);
    if (isLong && isFresh) {
      // The same kernels on a part: to verify all of it takes longer than to time it many times.
      const part = { ...heat, problem: verifiedPart };
      await this.visit(process, heatCell(part, variants), null, true, 1);
    }
    const warm = this.warm.get(heat) ?? new Set<number>();
    const known = isLong ? 1 : (this.batchCounts.get(heat) ?? null);
    const { batchCount, samples } = await this.visit(
      process,
      cell,
      isFresh && !isLong ? null : known,
      !warm.has(process),
      isLong ? 1 : samplesPerVisit,
    );
    this.warm.set(heat, warm.add(process));
    if (!this.batchCounts.has(heat)) this.batchCounts.set(heat, batchCount);
    return samples.passDurationsNs?.map(median) ?? [median(samples.durationsNs)];
  };

  /** @param batchCount null verifies the output and chooses one. */
  private async visit(
    process: number,
    cell: OwnCell,
    batchCount: number | null,
    isFirstOfProcess: boolean,
    sampleCount: number,
  ) {
    const perPass = cell.variants.length > 1;
    const results = await this.workers[process]!.visit(
      [{ cell, round: 0, batchCount, isFirstOfProcess, sampleCount, perPass }],
      visitLimitMs(cell, sampleCount, []),
    );
    const result = results[0]!;
    if (result.status === 'sampled') return result;
    const reason = result.status === 'failed' ? result.message : result.reason;
    throw new SoftmaxBenchError(`${cell.id}: ${reason}`, exitCodes.failure);
  }

  private ownerOf(target: Heat['target']): Backend {
    return this.backends.find((backend) => executes(backend, target))!;
  }
}
