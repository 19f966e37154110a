import type { Cell } from '../model/cell.js';
import { ledgerOf, recordsOf, type NoiseRecord } from '../model/noise.js';
import type { CellOutcome, StopReason, Verification } from '../model/outcome.js';
import type { RoundedSamples } from '../statistics/rounded-samples.js';
import type { VisitResult } from './protocol/messages.js';

/** What is known of one cell so far; grows with every visit. */
export class CellRecord {
  /** Chosen by the first visit; null before it. */
  batchCount: number | null = null;
  /** Wall time of the last visit, messages and all; 0 before the first. */
  wholeVisitSeconds = 0;
  /** Why the cell failed, or null. */
  failure: string | null = null;
  private verification: Verification | null = null;
  private readonly durationsNs: number[] = [];
  private passDurationsNs: number[][] | null = null;
  private threadDurationsNs: number[][] | null = null;
  private readonly rounds: number[] = [];
  private readonly processes: number[] = [];
  private readonly noise: NoiseRecord[] = [];
  private stopReason: StopReason | null = null;

  /** @param before the outcome in an interrupted run that is resumed; a failure is tried again. */
  constructor(
    readonly cell: Cell,
    private readonly before: CellOutcome | null,
  ) {
    if (before?.status !== 'measured') return;
    this.batchCount = before.batchCount;
    this.verification = before.verification;
    this.durationsNs.push(...before.durationsNs);
    this.passDurationsNs = copyOf(before.passDurationsNs);
    this.threadDurationsNs = copyOf(before.threadDurationsNs ?? null);
    this.rounds.push(...before.rounds);
    this.processes.push(...before.processes);
    this.noise.push(...recordsOf(before.noise));
    if (before.stopReason !== 'interrupted') this.stopReason = before.stopReason;
  }

  /** Whether the cell is still to be visited. */
  get isActive(): boolean {
    return this.failure === null && this.stopReason === null;
  }

  /** The process of the last visit, or null before the first. */
  get lastProcess(): number | null {
    return this.processes.at(-1) ?? null;
  }

  /** What the last visit took, or null before the first. */
  get lastVisitSeconds(): number | null {
    const last = this.noise.at(-1);
    return last === undefined ? null : last.wallNs / 1e9;
  }

  /** What was sampled so far, whole calls only. */
  get samples(): RoundedSamples {
    return {
      durationsNs: [...this.durationsNs],
      rounds: [...this.rounds],
      processes: [...this.processes],
    };
  }

  /** @param process that measured, counted from 0 over the run. */
  add(result: Extract<VisitResult, { status: 'sampled' }>, process: number): void {
    const { samples, noise } = result;
    this.batchCount = result.batchCount;
    this.verification ??= result.verification;
    this.noise.push(noise);
    this.durationsNs.push(...samples.durationsNs);
    this.rounds.push(...samples.durationsNs.map(() => noise.round));
    this.processes.push(...samples.durationsNs.map(() => process));
    this.passDurationsNs = joined(this.passDurationsNs, samples.passDurationsNs);
    this.threadDurationsNs = joined(this.threadDurationsNs, samples.threadDurationsNs);
  }

  /** From now on the outcome is this failure, whatever was measured before. */
  fail(message: string): void {
    this.failure = message;
  }

  /** Ends the visits, unless the cell has ended already. */
  stop(reason: StopReason): void {
    if (this.isActive) this.stopReason = reason;
  }

  /**
   * The outcome if the run ended now, null before the first visit. Holds copies: later visits do not
   * change it.
   */
  outcome(): CellOutcome | null {
    const { cell, verification, batchCount } = this;
    if (this.failure !== null) return { status: 'failed', cell, message: this.failure };
    // Until it is tried again, a failure of the interrupted run stands.
    if (verification === null || batchCount === null) return this.before;
    return {
      status: 'measured',
      cell,
      verification,
      batchCount,
      ...this.samples,
      passDurationsNs: copyOf(this.passDurationsNs),
      threadDurationsNs: copyOf(this.threadDurationsNs),
      noise: ledgerOf(this.noise),
      stopReason: this.stopReason ?? 'interrupted',
    };
  }
}

type Lists = readonly (readonly number[])[];

function copyOf(lists: Lists | null): number[][] | null {
  return lists?.map((list) => [...list]) ?? null;
}

/** Each list with what was added to it; null as long as nothing was. */
function joined(lists: number[][] | null, added: Lists | null): number[][] | null {
  if (added === null) return lists;
  const grown = lists ?? added.map(() => []);
  added.forEach((durationsNs, index) => grown[index]!.push(...durationsNs));
  return grown;
}
