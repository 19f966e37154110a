/** What a run may take. */
export interface Limits {
  readonly budgetSeconds: number;
  /** Rounds that every block gets while the budget lasts, and the most that it gets. */
  readonly minimumRounds: number;
  readonly maximumRounds: number;
}

/** A block of cells between two rounds. */
export interface BlockState {
  /** Rounds in each process so far, the present one last. */
  readonly processRounds: readonly number[];
  /** What its next round is expected to take; null before the first. */
  readonly roundSeconds: number | null;
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
  /** What it takes to start a process and open its buffers. */
  readonly openSeconds: number;
  readonly blocks: readonly BlockState[];
}

/** What comes next; `blocks` are indices into those of the state, the widest interval first. */
export type Step =
  | { readonly kind: 'round'; readonly blocks: readonly number[] }
  | { readonly kind: 'process' }
  | { readonly kind: 'end' };

/** A round may take longer than the one before it: so many times its expected time must be left. */
const reserve = 1.1;

/** The share of the budget that is planned: the rest is for rounds that take longer all the same. */
const plannedShare = 0.97;

/** A round takes the blocks whose width ratio is within this factor of the greatest. */
const nearestFactor = 2;

/**
 * How much wider an interval over six processes is than one over as many rounds of one process (see
 * `statistics/process-sample.ts`): Student's 95% point, 2.57, over that of the normal distribution, 1.96.
 */
const processWidening = 1.31;

/**
 * What to do next. The first round takes every block, whatever it costs. After it the budget is divided
 * among the processes; each gives every block its part of the minimum of rounds, and then takes those with
 * the widest intervals that fit. The first process ends when its rounds, repeated by the others, would
 * reach the target; the next take as many, or what their time allows if the first ran out of it; the last
 * continues until every block has converged. A process that could not take one round of everything is not
 * begun: the time goes to the present one.
 */
export function nextStep(state: RunState, limits: Limits): Step {
  const { blocks, process, processCount } = state;
  const all = blocks.map((_, index) => index);
  if (blocks.every(({ roundSeconds }) => roundSeconds === null)) {
    return all.length === 0 ? { kind: 'end' } : { kind: 'round', blocks: all };
  }
  const due = all.filter((index) => isDue(blocks[index]!, state, limits));
  const fitting = fittingOf(widest(due, state, limits), state, limits);
  if (fitting.length > 0) return { kind: 'round', blocks: fitting };
  const isLast = process === processCount - 1;
  if (isLast || blocks.every((block) => isFinished(block, limits))) return { kind: 'end' };
  if (fitsAnotherProcess(state, limits)) return { kind: 'process' };
  return nextStep({ ...state, processCount: process + 1 }, limits);
}

/**
 * Seconds until the run will end, if intervals narrow as `narrowingPower` says: never more than what is left of the
 * budget. Null before the first round.
 */
export function secondsLeft(state: RunState, limits: Limits): number | null {
  if (state.blocks.some(({ roundSeconds }) => roundSeconds === null)) return null;
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
  for (const block of blocks) seconds += roundsOf(block) * (block.roundSeconds ?? Infinity);
  return Math.max(0, Math.min(seconds, endSeconds - elapsedSeconds));
}

/** Whether a block has converged, or had its most rounds. */
export function isFinished(block: BlockState, limits: Limits): boolean {
  const rounds = totalRounds(block);
  return (
    rounds >= limits.maximumRounds || (rounds >= limits.minimumRounds && block.widthRatio <= 1)
  );
}

/** Whether this process owes the block another round. */
function isDue(block: BlockState, state: RunState, limits: Limits): boolean {
  const rounds = totalRounds(block);
  if (rounds >= partOf(limits.maximumRounds, state)) return false;
  if (rounds < partOf(limits.minimumRounds, state)) return true;
  const [first = 0] = block.processRounds;
  const { process, processCount } = state;
  if (process === processCount - 1) return block.widthRatio > 1;
  if (projectedWidthRatio(block, processCount) > 1) return true;
  return process > 0 && (block.processRounds[process] ?? 0) < first;
}

/** The width ratio if every other process repeats the rounds of the first. */
function projectedWidthRatio({ firstWidthRatio }: BlockState, processCount: number): number {
  return (firstWidthRatio * processWidening) / Math.sqrt(processCount);
}

/** Blocks that lack a part of the minimum come before all others. */
function widest(due: readonly number[], state: RunState, limits: Limits): readonly number[] {
  const { blocks } = state;
  const ordered = due.toSorted((a, b) => byWidthRatio(blocks[a]!, blocks[b]!));
  const owed = ordered.filter(
    (index) => totalRounds(blocks[index]!) < partOf(limits.minimumRounds, state),
  );
  if (owed.length > 0) return owed;
  const greatest = blocks[ordered[0] ?? 0]?.widthRatio ?? 0;
  return ordered.filter((index) => blocks[index]!.widthRatio >= greatest / nearestFactor);
}

function byWidthRatio(a: BlockState, b: BlockState): number {
  return a.widthRatio === b.widthRatio ? 0 : b.widthRatio - a.widthRatio;
}

function fittingOf(
  candidates: readonly number[],
  state: RunState,
  limits: Limits,
): readonly number[] {
  const { blocks, elapsedSeconds, process, processCount } = state;
  const endSeconds = (plannedShare * limits.budgetSeconds * (process + 1)) / processCount;
  let seconds = elapsedSeconds;
  return candidates.filter((index) => {
    const roundSeconds = reserve * (blocks[index]!.roundSeconds ?? 0);
    if (seconds + roundSeconds > endSeconds) return false;
    seconds += roundSeconds;
    return true;
  });
}

function fitsAnotherProcess(state: RunState, { budgetSeconds }: Limits): boolean {
  const { blocks, elapsedSeconds, openSeconds } = state;
  const roundSeconds = blocks.reduce((sum, block) => sum + (block.roundSeconds ?? 0), 0);
  return elapsedSeconds + reserve * (openSeconds + roundSeconds) <= plannedShare * budgetSeconds;
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
  const clamped = Math.min(Math.max(wanted, limits.minimumRounds), limits.maximumRounds);
  return Math.max(0, Math.ceil(clamped) - rounds);
}

function expectedRounds(block: BlockState, state: RunState, limits: Limits): number {
  const { process, processCount } = state;
  const rounds = totalRounds(block);
  if (block.widthRatio === Infinity) return roundsUnlessKnown * limits.minimumRounds;
  if (processCount === 1) return rounds * block.widthRatio ** narrowingPower;
  if (process === 0) return rounds * (processWidening * block.widthRatio) ** 2;
  if (projectedWidthRatio(block, processCount) > 1) return limits.maximumRounds;
  const [first = 0] = block.processRounds;
  // Where processes differ by more than their rounds, more rounds of the last help little.
  const isRepeated = process === processCount - 1 && (block.processRounds[process] ?? 0) >= first;
  return isRepeated && block.widthRatio > 1 ? limits.maximumRounds : first * processCount;
}

/** The part of so many rounds that is due when the present process ends. */
function partOf(rounds: number, { process, processCount }: RunState): number {
  return Math.ceil((rounds * (process + 1)) / processCount);
}

function totalRounds({ processRounds }: BlockState): number {
  return processRounds.reduce((sum, rounds) => sum + rounds, 0);
}
