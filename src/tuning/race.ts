import type { Variant } from '../model/cell.js';
import { median, orderStatistics } from '../statistics/median.js';
import type { ScoredVariant } from './candidates.js';

/** A candidate drops out when it is slower than the leader by so many standard errors of the difference. */
const dropErrors = 2.5;

/** Nor does one that is slower by less, which another day may make up for. */
const dropShare = 0.003;

/** In so few rounds most of a candidate's may have been disturbed. */
const fewRounds = 8;
const earlyDropShare = 0.1;

/**
 * Some rounds are disturbed, of either side of a ratio. So the leader is taken at its slower rounds, and whom it drops at its
 * faster ones.
 */
const doubtShare = 0.35;

/** A median of normal values has a standard error larger than the mean by this factor. */
const medianInefficiency = 1.25;

/** From the median absolute deviation to the standard deviation of normal values. */
const deviationFactor = 1.4826;

/** From so many candidates on, their median tells what a round had in common. */
const crowdCount = 5;

/** Within this of the leader after enough rounds, candidates are equal. */
const equalShare = 0.005;
const enoughRounds = 10;
const mostRounds = 30;

interface Runner {
  readonly variant: Variant;
  /** Logarithm of its ratio in each round. */
  readonly logs: number[];
  isIn: boolean;
}

/**
 * A race of variants of one pass in paired rounds: in each, every candidate that is still in is timed, and who is
 * slower than the leader beyond noise drops out. The first candidate is the usual one and never drops out.
 */
export class Race {
  private readonly runners: readonly Runner[];
  private roundCount = 0;

  constructor(variants: readonly Variant[]) {
    this.runners = variants.map((variant) => ({ variant, logs: [], isIn: true }));
  }

  /** The candidates that the next round times; empty when the race is over. */
  get active(): readonly Variant[] {
    return this.isOver ? [] : this.runners.filter(({ isIn }) => isIn).map(({ variant }) => variant);
  }

  /** Adds a round. @param ratioOf the time of each active candidate over that of the usual one next to it; null for none. */
  add(ratioOf: (variant: Variant) => number | null): void {
    const active = this.runners.filter(({ isIn }) => isIn);
    const logs = active.map(({ variant }) => Math.log(ratioOf(variant) ?? Number.NaN));
    // A pass can be shorter than the cost of the clock that is subtracted from it.
    if (!logs.every(Number.isFinite)) return;
    active.forEach(({ logs: own }, index) => own.push(logs[index]!));
    this.roundCount += 1;
    this.drop();
  }

  /** Every candidate that has been timed, in the order in which they were given, against the usual one. */
  scores(): readonly ScoredVariant[] {
    return this.runners
      .filter(({ logs }) => logs.length > 0)
      .map(({ variant, logs }) => ({ variant, logRatio: median(logs) }));
  }

  /** The fastest by the rounds so far among those that are still in; before any round the default. */
  get leader(): Variant {
    return this.roundCount === 0 ? this.runners[0]!.variant : this.fastest().variant;
  }

  private get isOver(): boolean {
    const active = this.runners.filter(({ isIn }) => isIn);
    if (active.length < 2 || this.roundCount >= mostRounds) return true;
    if (this.roundCount < enoughRounds) return false;
    const leastLog = median(this.fastest().logs);
    // Whether the leader beats the usual one is for fresh rounds to say.
    return active.slice(1).every(({ logs }) => median(logs) - leastLog < equalShare);
  }

  private fastest(): Runner {
    const active = this.runners.filter(({ isIn }) => isIn);
    const medians = active.map(({ logs }) => median(logs));
    return active[medians.indexOf(Math.min(...medians))]!;
  }

  private drop(): void {
    if (this.roundCount < 2) return;
    const active = this.runners.filter(({ isIn }) => isIn);
    const leastLog = Math.min(...active.map(({ logs }) => rankedShare(logs, 1 - doubtShare)));
    const error = this.noise(active) * medianInefficiency * Math.sqrt(2 / this.roundCount);
    const margin = dropErrors * error + (this.roundCount < fewRounds ? earlyDropShare : dropShare);
    for (const runner of active.slice(1)) {
      const log = rankedShare(runner.logs, doubtShare);
      if (log - leastLog > margin) runner.isIn = false;
    }
  }

  /** Standard deviation of a logarithm of a time, without what is common to a candidate or to a round. */
  private noise(active: readonly Runner[]): number {
    const centers = active.map(({ logs }) => median(logs));
    const residuals = active.map(({ logs }, index) => logs.map((log) => log - centers[index]!));
    // Of few candidates the median would take their noise away too.
    const rounds = residuals[0]!.map((_, round) =>
      active.length < crowdCount ? 0 : median(residuals.map((own) => own[round]!)),
    );
    const left = residuals.flatMap((own) => own.map((value, round) => value - rounds[round]!));
    const freedom = (this.roundCount - 1) / this.roundCount;
    return (deviationFactor * median(left.map(Math.abs))) / Math.sqrt(freedom);
  }
}

/** The value below which that share of the others lies, rounded away from the median: up where it is more than half. */
function rankedShare(values: readonly number[], share: number): number {
  const exact = share * (values.length - 1);
  const rank = share > 0.5 ? Math.ceil(exact) : Math.floor(exact);
  return orderStatistics(values, rank, rank)[0];
}
