import type { ExpectedRound } from '../plan/expected-cost.js';
import type { BlockPart } from '../plan/order.js';
import { minimumProcessCount } from '../statistics/process-sample.js';

/** What a run may take. */
export interface Limits {
  readonly budgetSeconds: number;
  /** Rounds that a block gets once it is begun, and the most that it gets. */
  readonly minimumRounds: number;
  readonly maximumRounds: number;
}

/** A block of cells between two rounds. */
export interface BlockState {
  readonly part: BlockPart;
  /** Whether its libraries lack rounds by now, which they only have together with it. */
  readonly isDueForLibraries: boolean;
  /** Rounds in each process so far, the present one last; empty before the first. */
  readonly processRounds: readonly number[];
  /** What its next round is expected to take: by the plan before the first round, by the last one after it. */
  readonly roundSeconds: number;
  /** What its first round takes longer than the others, as expected by the plan. */
  readonly firstRoundExtraSeconds: number;
  /**
   * The width of its widest interval over the target width: 1 or less is converged. Infinity
   * while there are too few rounds for an interval.
   */
  readonly widthRatio: number;
  /** The same after the last round of the first process; Infinity before it. */
  readonly firstWidthRatio: number;
}

/** A run between two rounds. */
export interface RunState {
  readonly elapsedSeconds: number;
  /** Counted from 0, and how many there are to be. */
  readonly process: number;
  readonly processCount: number;
  /** What it takes to start a process and open its buffers, and when the present one was open. */
  readonly openSeconds: number;
  readonly processStartSeconds: number;
  /** By priority. */
  readonly blocks: readonly BlockState[];
}

/** The share of the budget that is planned: the rest is for rounds that take longer all the same. */
export const plannedShare = 0.97;

/**
 * How much wider an interval over six processes is than one over as many rounds of one process (see
 * `statistics/process-sample.ts`): Student's 95% point, 2.57, over that of the normal distribution, 1.96.
 */
export const processWidening = 1.31;

/** Whether a block has converged, over as many processes as an interval requires, or had its most rounds. */
export function isFinished(block: BlockState, limits: Limits, processCount: number): boolean {
  const rounds = totalRounds(block);
  if (rounds >= limits.maximumRounds) return true;
  return (
    rounds >= minimumOf(block, limits) &&
    !lacksProcesses(block, processCount) &&
    block.widthRatio <= 1
  );
}

/** Whether its rounds are of fewer processes than an interval over processes requires. */
export function lacksProcesses({ processRounds }: BlockState, processCount: number): boolean {
  const ownCount = processRounds.filter((rounds) => rounds > 0).length;
  return ownCount < Math.min(minimumProcessCount, processCount);
}

/** The width ratio if every other process repeats the rounds of the first. */
export function projectedWidthRatio({ firstWidthRatio }: BlockState, processCount: number): number {
  return (firstWidthRatio * processWidening) / Math.sqrt(processCount);
}

/** Whether the answer needs it: its minimum comes first, and no other block takes the time of that. */
export function isHeadline({ part }: Pick<BlockState, 'part'>): boolean {
  return part !== 'sweep';
}

/** The headline gets twice the minimum, as its interval is the answer. */
export function minimumOf(block: BlockState, { minimumRounds, maximumRounds }: Limits): number {
  return isHeadline(block) ? Math.min(2 * minimumRounds, maximumRounds) : minimumRounds;
}

/** Whether it had a round. */
export function isBegun({ processRounds }: BlockState): boolean {
  return processRounds.length > 0;
}

/** The part of so many rounds that is due when the present process ends. */
export function partOf(rounds: number, { process, processCount }: RunState): number {
  return Math.ceil((rounds * (process + 1)) / processCount);
}

/** Rounds over all processes. */
export function totalRounds({ processRounds }: BlockState): number {
  return processRounds.reduce((sum, rounds) => sum + rounds, 0);
}

/** A round may take longer than the one before it: so many times its expected time must be left. */
export const reserve = 1.1;

/** What so many more rounds take at most, with what the first of all takes longer. */
export function reservedSeconds(
  { roundSeconds, firstRoundExtraSeconds }: ExpectedRound,
  roundCount: number,
  hasBegun: boolean,
): number {
  return reserve * roundCount * roundSeconds + (hasBegun ? 0 : firstRoundExtraSeconds);
}
