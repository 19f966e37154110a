import { minimumIntervalCount } from '../statistics/median-interval.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import {
  isBegun,
  isHeadline,
  plannedShare,
  reserve,
  totalRounds,
  type Limits,
  type RunState,
} from './block-state.js';

/** The median of so many rounds of a process does not follow one that was disturbed. */
export const robustRounds = 3;

/** Opening processes and `robustRounds` of the headline in each take no more, but in those that an interval needs. */
const openShare = 0.5;

/** How many processes a run takes: as the config says where the budget allows it. */
export function processCountOf(
  processes: number,
  openSeconds: number,
  headlineRoundSeconds: number,
  { budgetSeconds }: Limits,
): number {
  const processSeconds = openSeconds + robustRounds * headlineRoundSeconds;
  const affordable = Math.floor((openShare * budgetSeconds) / processSeconds);
  return Math.min(processes, Math.max(minimumProcessCount, affordable));
}

/**
 * How many of the processes to come can be opened with a round of the headline in each, beside the rounds that it
 * still lacks for an interval. Opening takes no more than `openShare` of what is left of the budget: three processes of
 * two rounds say less than two of seven.
 */
export function laterProcessCount(
  state: RunState,
  { budgetSeconds, maximumRounds }: Limits,
): number {
  const { blocks, process, processCount, elapsedSeconds, openSeconds } = state;
  const ofHeadline = blocks.filter(isHeadline);
  const needed = ofHeadline.length > 0 ? ofHeadline : blocks.filter(isBegun);
  const roundSeconds = needed.reduce((sum, block) => sum + block.roundSeconds, 0);
  const firstSeconds = needed
    .filter((block) => !isBegun(block))
    .reduce((sum, { firstRoundExtraSeconds }) => sum + firstRoundExtraSeconds, 0);
  const lacking = Math.max(
    ...needed.map((block) => Math.min(minimumIntervalCount, maximumRounds) - totalRounds(block)),
  );
  const leftSeconds = plannedShare * budgetSeconds - elapsedSeconds - firstSeconds;
  const secondsOf = (count: number): number =>
    reserve * (count * openSeconds + Math.max(count, lacking) * roundSeconds);
  let count = processCount - 1 - process;
  const isTooMuch = (): boolean =>
    secondsOf(count) > leftSeconds || count * openSeconds > openShare * leftSeconds;
  while (count > 0 && isTooMuch()) count -= 1;
  return count;
}
