import { minimumProcessCount } from '../statistics/process-sample.js';

/** What a run may take. */
export interface Limits {
  readonly budgetSeconds: number;
  /** Rounds that a block gets once it is begun, and the most that it gets. */
  readonly minimumRounds: number;
  readonly maximumRounds: number;
  /** Whether every block is begun whatever the budget, as for sizes that the user named. */
  readonly beginsAll: boolean;
}

/** A block of cells between two rounds. */
export interface BlockState {
  /** Whether the answer needs it: its rounds come first, and no other block takes their time. */
  readonly isHeadline: boolean;
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

/** What comes next; `blocks` are indices into those of the state. */
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

/** Starting processes and opening their buffers takes no more of the budget, but for the processes that an interval needs. */
const openShare = 0.4;

/** How many processes a run takes, given what it takes to open one: as the config says where the budget allows it. */
export function processCountOf(
  processes: number,
  openSeconds: number,
  budgetSeconds: number,
): number {
  const affordable = Math.floor((openShare * budgetSeconds) / openSeconds);
  return Math.min(processes, Math.max(minimumProcessCount, affordable));
}

/**
 * What to do next. Each process begins with rounds of the headline. Every block then gets its part of the
 * minimum of rounds; a block is begun, in the order of priority, only where all of its minimum fits beside what the
 * headline and the blocks that were begun still need. What is left of a process's share of the budget goes to the
 * headline until its intervals are narrow enough, and to the blocks with the widest intervals. The first process
 * ends when its rounds, repeated by the others, would reach the target; the next take as many, or what their
 * time allows if the first ran out of it; the last continues until every block has converged. A process that
 * could not take one round of the headline is not begun: the time goes to the present one.
 */
export function nextStep(state: RunState, limits: Limits): Step {
  const { blocks, process, processCount } = state;
  const due = [...blocks.keys()].filter((index) => isDue(blocks[index]!, state, limits));
  const ofHeadline = due.filter((index) => blocks[index]!.isHeadline);
  if (ofHeadline.length > 0 && beginsProcess(ofHeadline, state, limits)) {
    return { kind: 'round', blocks: ofHeadline };
  }
  const owed = owedRound(due, state, limits);
  const chosen = owed.length > 0 ? owed : extraRound(due, state, limits);
  if (chosen.length > 0) return { kind: 'round', blocks: chosen };
  const isLast = process === processCount - 1;
  const isOpen = (block: BlockState): boolean =>
    isBegun(block) && !isFinished(block, limits, processCount);
  if (isLast || !blocks.some(isOpen)) return { kind: 'end' };
  if (fitsAnotherProcess(state, limits)) return { kind: 'process' };
  return nextStep({ ...state, processCount: process + 1 }, limits);
}

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
function lacksProcesses({ processRounds }: BlockState, processCount: number): boolean {
  const ownCount = processRounds.filter((rounds) => rounds > 0).length;
  return ownCount < Math.min(minimumProcessCount, processCount);
}

/** Whether this process owes the block another round. */
function isDue(block: BlockState, state: RunState, limits: Limits): boolean {
  const rounds = totalRounds(block);
  if (rounds >= partOf(limits.maximumRounds, state)) return false;
  if (rounds < partOf(minimumOf(block, limits), state)) return true;
  const [first = 0] = block.processRounds;
  const { process, processCount } = state;
  if (lacksProcesses(block, processCount) && !block.processRounds[process]) return true;
  if (process === processCount - 1) return block.widthRatio > 1;
  if (projectedWidthRatio(block, processCount) > 1) return true;
  return process > 0 && (block.processRounds[process] ?? 0) < first;
}

/** The width ratio if every other process repeats the rounds of the first. */
function projectedWidthRatio({ firstWidthRatio }: BlockState, processCount: number): number {
  return (firstWidthRatio * processWidening) / Math.sqrt(processCount);
}

/** The median of so many rounds of a process does not follow one that was disturbed. */
const robustRounds = 3;

/**
 * Whether the headline has the next round for itself: the first of a process whatever it costs, as a run without it
 * has no answer, and up to `robustRounds` where as many processes as are to come can have one as well.
 */
function beginsProcess(
  ofHeadline: readonly number[],
  { blocks, process, processCount, elapsedSeconds, openSeconds }: RunState,
  { budgetSeconds }: Limits,
): boolean {
  const headline = ofHeadline.map((index) => blocks[index]!);
  const ownCount = Math.min(...headline.map(({ processRounds }) => processRounds[process] ?? 0));
  if (ownCount === 0) return true;
  const roundSeconds = headline.reduce((sum, block) => sum + nextSeconds(block), 0);
  const laterSeconds = (processCount - 1 - process) * (openSeconds + roundSeconds);
  const end = elapsedSeconds + roundSeconds + laterSeconds;
  return ownCount < robustRounds && end <= plannedShare * budgetSeconds;
}

/** The blocks that lack a part of their minimum, and those that can be begun. */
function owedRound(due: readonly number[], state: RunState, limits: Limits): readonly number[] {
  const { blocks, elapsedSeconds } = state;
  const headlineEnd = shareEndSeconds(state, limits);
  // The headline keeps what it still needs.
  const end = elapsedSeconds + freeSeconds(state, limits, ({ isHeadline }) => isHeadline);
  let free = freeSeconds(state, limits, (block) => block.isHeadline || isBegun(block));
  let seconds = elapsedSeconds;
  return due.filter((index) => {
    const block = blocks[index]!;
    if (isBegun(block) && totalRounds(block) >= partOf(minimumOf(block, limits), state))
      return false;
    if (!isBegun(block)) {
      const needed = minimumSeconds(block, limits);
      if (needed > free && !limits.beginsAll) return false;
      free -= needed;
    } else if (seconds + nextSeconds(block) > (block.isHeadline ? headlineEnd : end)) return false;
    seconds += nextSeconds(block);
    return true;
  });
}

/** Of the begun blocks the headline, and those with the widest intervals, which end within the process's share. */
function extraRound(due: readonly number[], state: RunState, limits: Limits): readonly number[] {
  const { blocks, elapsedSeconds } = state;
  const isKept = (block: BlockState): boolean => block.isHeadline || isBegun(block);
  const end = Math.min(
    shareEndSeconds(state, limits),
    elapsedSeconds + freeSeconds(state, limits, isKept),
  );
  let seconds = elapsedSeconds;
  const begun = due.filter((index) => isBegun(blocks[index]!));
  return widestFirst(begun, blocks).filter((index) => {
    const block = blocks[index]!;
    if (seconds + nextSeconds(block) > end) return false;
    seconds += nextSeconds(block);
    return true;
  });
}

/** When the present process has had its part of the budget: what was left when it was open, in equal parts. */
function shareEndSeconds(state: RunState, { budgetSeconds }: Limits): number {
  const { process, processCount, processStartSeconds, openSeconds } = state;
  const laterCount = processCount - 1 - process;
  const leftSeconds = plannedShare * budgetSeconds - processStartSeconds - laterCount * openSeconds;
  return processStartSeconds + leftSeconds / (laterCount + 1);
}

/** What is left of the budget beside the processes to come and the minimum of the blocks that are kept. */
function freeSeconds(
  { blocks, elapsedSeconds, process, processCount, openSeconds }: RunState,
  limits: Limits,
  isKept: (block: BlockState) => boolean,
): number {
  const openingSeconds = (processCount - 1 - process) * openSeconds;
  const keptSeconds = blocks
    .filter(isKept)
    .reduce((sum, block) => sum + minimumSeconds(block, limits), 0);
  return plannedShare * limits.budgetSeconds - elapsedSeconds - openingSeconds - keptSeconds;
}

/** What the rounds take that a block lacks of its minimum. */
function minimumSeconds(block: BlockState, limits: Limits): number {
  const missing = Math.max(0, minimumOf(block, limits) - totalRounds(block));
  const extraSeconds = isBegun(block) ? 0 : block.firstRoundExtraSeconds;
  return extraSeconds + reserve * missing * block.roundSeconds;
}

/** The headline gets twice the minimum, as its interval is the answer. */
function minimumOf({ isHeadline }: BlockState, { minimumRounds, maximumRounds }: Limits): number {
  return isHeadline ? Math.min(2 * minimumRounds, maximumRounds) : minimumRounds;
}

function nextSeconds(block: BlockState): number {
  return reserve * block.roundSeconds + (isBegun(block) ? 0 : block.firstRoundExtraSeconds);
}

/** The headline, and the blocks whose intervals are about as wide as the widest. */
function widestFirst(due: readonly number[], blocks: readonly BlockState[]): readonly number[] {
  const ratioOf = (index: number): number => blocks[index]!.widthRatio;
  const ofHeadline = due.filter((index) => blocks[index]!.isHeadline);
  const others = due.filter((index) => !blocks[index]!.isHeadline);
  const greatest = others.reduce((most, index) => Math.max(most, ratioOf(index)), 0);
  const wide = others.filter((index) => ratioOf(index) >= greatest / nearestFactor);
  return [...ofHeadline, ...wide.sort((a, b) => byWidthRatio(blocks[a]!, blocks[b]!))];
}

function byWidthRatio(a: BlockState, b: BlockState): number {
  return a.widthRatio === b.widthRatio ? 0 : b.widthRatio - a.widthRatio;
}

function fitsAnotherProcess(state: RunState, limits: Limits): boolean {
  const { blocks, elapsedSeconds, openSeconds } = state;
  const ofHeadline = blocks.filter(({ isHeadline }) => isHeadline);
  const needed = ofHeadline.length > 0 ? ofHeadline : blocks.filter(isBegun);
  const roundSeconds = needed.reduce((sum, block) => sum + block.roundSeconds, 0);
  const end = elapsedSeconds + reserve * (openSeconds + roundSeconds);
  return end <= plannedShare * limits.budgetSeconds;
}

function isBegun({ processRounds }: BlockState): boolean {
  return processRounds.length > 0;
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

/** The part of so many rounds that is due when the present process ends. */
function partOf(rounds: number, { process, processCount }: RunState): number {
  return Math.ceil((rounds * (process + 1)) / processCount);
}

function totalRounds({ processRounds }: BlockState): number {
  return processRounds.reduce((sum, rounds) => sum + rounds, 0);
}
