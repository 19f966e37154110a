import {
  isBegun,
  minimumOf,
  plannedShare,
  processWidening,
  projectedWidthRatio,
  totalRounds,
  type BlockState,
  type Limits,
  type RunState,
} from './block-state.js';

/**
 * Seconds until the run will end, if intervals narrow as `narrowingPower` says: never more than what is left of the
 * budget. Null before the first round.
 */
export function secondsLeft(state: RunState, limits: Limits): number | null {
  if (!state.blocks.some(isBegun)) return null;
  return secondsOf(
    state,
    (block) => missingRounds(block, state, limits),
    plannedShare * limits.budgetSeconds,
  );
}

/** Seconds until the run has ended whatever its intervals do: all rounds are done, or the budget is. */
export function mostSecondsLeft(state: RunState, limits: Limits): number {
  return secondsOf(
    state,
    (block) => limits.maximumRounds - totalRounds(block),
    limits.budgetSeconds,
  );
}

/** What so many more rounds of each block, and the processes to come, take: not beyond `endSeconds`. */
function secondsOf(
  { blocks, process, processCount, openSeconds, elapsedSeconds }: RunState,
  roundsOf: (block: BlockState) => number,
  endSeconds: number,
): number {
  let seconds = (processCount - 1 - process) * openSeconds;
  for (const block of blocks) seconds += roundsOf(block) * block.roundSeconds;
  return Math.max(0, Math.min(seconds, endSeconds - elapsedSeconds));
}

/**
 * Rounds grow with this power of the width ratio: less than 2, since intervals of few rounds, which
 * reach over most of their range, narrow faster than by the square root. Tried on simulated machines.
 */
const narrowingPower = 1.6;

/** The forecast while there are too few rounds for an interval, as a multiple of the minimum. */
const roundsUnlessKnown = 2;

function missingRounds(block: BlockState, state: RunState, limits: Limits): number {
  const rounds = totalRounds(block);
  const wanted = expectedRounds(block, state, limits);
  const clamped = Math.min(Math.max(wanted, minimumOf(block, limits)), limits.maximumRounds);
  return Math.max(0, Math.ceil(clamped) - rounds);
}

function expectedRounds(block: BlockState, state: RunState, limits: Limits): number {
  const { process, processCount } = state;
  const rounds = totalRounds(block);
  if (block.widthRatio === Infinity) return roundsUnlessKnown * minimumOf(block, limits);
  if (processCount === 1) return rounds * block.widthRatio ** narrowingPower;
  if (process === 0) return rounds * (processWidening * block.widthRatio) ** 2;
  if (projectedWidthRatio(block, processCount) > 1) return limits.maximumRounds;
  const [first = 0] = block.processRounds;
  // Where processes differ by more than their rounds, more rounds of the last help little.
  const isRepeated = process === processCount - 1 && (block.processRounds[process] ?? 0) >= first;
  return isRepeated && block.widthRatio > 1 ? limits.maximumRounds : first * processCount;
}
