import type { Cell } from '../model/cell.js';
import { ledgerOf, recordsOf, type NoiseRecord } from '../model/noise.js';
import {
  samplesOf,
  type CellOutcome,
  type MeasuredOutcome,
  type StopReason,
  type Verification,
} from '../model/outcome.js';
import { printable } from '../printable.js';
import type { RoundedSamples } from '../statistics/rounded-samples.js';
import type { SampledVisit } from './protocol/visit-result.js';

/** A result takes no more, and the system may quote anything. */
const longestMessage = 2000;

/** What is known of one cell so far; grows with every visit. */
export class CellRecord {
  /** Chosen by the first visit; null before it. */
  batchCount: number | null = null;
  /** Wall time of the last visit, messages and all; 0 before the first. */
  wholeVisitSeconds = 0;
  /** Whether a worker died in a visit, after which the cell was visited again. */
  hasLostVisit = false;
  /** Why the cell failed, or null. */
  failure: string | null = null;
  /** Why it cannot be measured here, or null. */
  private skipReason: string | null = null;
  private isTriedAgain = false;
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
    const known = before && samplesOf(before);
    if (known === null) return;
    this.batchCount = known.batchCount;
    this.verification = known.verification;
    append(this.durationsNs, known.durationsNs);
    this.passDurationsNs = copyOf(known.passDurationsNs);
    this.threadDurationsNs = copyOf(known.threadDurationsNs ?? null);
    append(this.rounds, known.rounds);
    append(this.processes, known.processes);
    append(this.noise, recordsOf(known.noise));
    if (known.stopReason !== 'interrupted') this.stopReason = known.stopReason;
  }

  /** Whether the cell is still to be visited. */
  get isActive(): boolean {
    return this.failure === null && this.skipReason === null && this.stopReason === null;
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

  get sampleCount(): number {
    return this.durationsNs.length;
  }

  /** What was sampled so far, whole calls only; later visits add to it. */
  get samples(): RoundedSamples {
    const { durationsNs, rounds, processes } = this;
    return { durationsNs, rounds, processes };
  }

  /** Whether the cell has samples of that round. */
  hasRound(round: number): boolean {
    return this.noise.some((record) => record.round === round);
  }

  /** @param process that measured, counted from 0 over the run. */
  add(result: SampledVisit, process: number): void {
    const { samples, noise } = result;
    this.isTriedAgain = true;
    this.batchCount = result.batchCount;
    this.verification ??= result.verification;
    this.noise.push(noise);
    this.durationsNs.push(...samples.durationsNs);
    this.rounds.push(...samples.durationsNs.map(() => noise.round));
    this.processes.push(...samples.durationsNs.map(() => process));
    this.passDurationsNs = joined(this.passDurationsNs, samples.passDurationsNs);
    this.threadDurationsNs = joined(this.threadDurationsNs, samples.threadDurationsNs);
  }

  /** From now on the outcome is this failure, with what was measured before. */
  fail(message: string): void {
    this.failure = printable(message, longestMessage);
  }

  /** From now on the outcome is that it was left out. */
  skip(reason: string): void {
    this.skipReason = printable(reason, longestMessage);
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
    if (this.skipReason !== null) {
      return { status: 'skipped', cell: this.cell, reason: this.skipReason };
    }
    const measured = this.measured();
    if (this.failure !== null) {
      const { cell, failure } = this;
      const kept = measured === null ? {} : { measured };
      return { status: 'failed', cell, message: failure, ...kept };
    }
    // Until it is tried again, a failure of the interrupted run stands.
    const isUntried = this.before?.status === 'failed' && !this.isTriedAgain;
    return measured === null || isUntried ? this.before : measured;
  }

  private measured(): MeasuredOutcome | null {
    const { cell, verification, batchCount } = this;
    if (verification === null || batchCount === null) return null;
    return {
      status: 'measured',
      cell,
      verification,
      batchCount,
      durationsNs: [...this.durationsNs],
      rounds: [...this.rounds],
      processes: [...this.processes],
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

/** As `push`, whose arguments lie on the stack, of any number. */
function append<T>(array: T[], values: readonly T[]): void {
  for (const value of values) array.push(value);
}
