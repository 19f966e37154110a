import { minimumIntervalCount } from '../statistics/median-interval.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import {
  isBegun,
  isFinished,
  lacksProcesses,
  minimumOf,
  partOf,
  plannedShare,
  projectedWidthRatio,
  reserve,
  reservedSeconds,
  totalRounds,
  type BlockState,
  type Limits,
  type RunState,
} from './block-state.js';

/** What comes next; `blocks` are indices into those of the state. */
export type Step =
  | { readonly kind: 'round'; readonly blocks: readonly number[] }
  | { readonly kind: 'process' }
  | { readonly kind: 'end' };

/** A round takes the blocks whose width ratio is within this factor of the greatest. */
const nearestFactor = 2;

/** See `minimumSeconds`. */
const mostKeptRounds = 2 * minimumIntervalCount;

/** Opening processes and `robustRounds` of the headline in each take no more, but in those that an interval needs. */
const openShare = 0.5;

/** How many processes a run takes: as the config says where the budget allows it. */
export function processCountOf(
  processes: number,
  openSeconds: number,
  headlineRoundSeconds: number,
  budgetSeconds: number,
): number {
  const processSeconds = openSeconds + robustRounds * headlineRoundSeconds;
  const affordable = Math.floor((openShare * budgetSeconds) / processSeconds);
  return Math.min(processes, Math.max(minimumProcessCount, affordable));
}

/**
 * What to do next. Each process begins with rounds of the headline. Every block then gets its part of the
 * minimum of rounds; a block is begun, in the order of priority, only where all of its minimum fits beside what the
 * headline and the blocks that were begun still need. What is left of a process's share of the budget goes to blocks
 * that have fewer than `robustRounds` of it, then to the headline until its intervals are narrow enough, and to the
 * blocks with the widest intervals. The first process
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

/** Whether this process owes the block another round. */
function isDue(block: BlockState, state: RunState, limits: Limits): boolean {
  const rounds = totalRounds(block);
  if (rounds >= partOf(limits.maximumRounds, state)) return false;
  if (lacksMinimum(block, state, limits)) return true;
  const [first = 0] = block.processRounds;
  const { process, processCount } = state;
  if (lacksProcesses(block, processCount) && !block.processRounds[process]) return true;
  if (process === processCount - 1) return block.widthRatio > 1;
  if (projectedWidthRatio(block, processCount) > 1) return true;
  return process > 0 && (block.processRounds[process] ?? 0) < first;
}

/** Whether the block, or its libraries, have fewer rounds than are due by now. */
function lacksMinimum(block: BlockState, state: RunState, limits: Limits): boolean {
  return block.isDueForLibraries || totalRounds(block) < partOf(minimumOf(block, limits), state);
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
  let free = freeSeconds(state, limits, isKept);
  let seconds = elapsedSeconds;
  return due.filter((index) => {
    const block = blocks[index]!;
    if (isBegun(block) && !lacksMinimum(block, state, limits)) return false;
    if (!isBegun(block)) {
      const needed = minimumSeconds(block, limits);
      if (needed > free) return false;
      free -= needed;
    } else if (seconds + nextSeconds(block) > (block.isHeadline ? headlineEnd : end)) return false;
    seconds += nextSeconds(block);
    return true;
  });
}

/**
 * Of the begun blocks those with less than `robustRounds` of this process, which counts as much as any other; else the
 * headline and those with the widest intervals. All end within the process's share.
 */
function extraRound(due: readonly number[], state: RunState, limits: Limits): readonly number[] {
  const { blocks, elapsedSeconds, process } = state;
  const end = Math.min(
    shareEndSeconds(state, limits),
    elapsedSeconds + freeSeconds(state, limits, isKept),
  );
  const fitting = (indices: readonly number[]): readonly number[] => {
    let seconds = elapsedSeconds;
    return indices.filter((index) => {
      const block = blocks[index]!;
      if (seconds + nextSeconds(block) > end) return false;
      seconds += nextSeconds(block);
      return true;
    });
  };
  const begun = due.filter((index) => isBegun(blocks[index]!));
  const isBehind = (index: number): boolean =>
    (blocks[index]!.processRounds[process] ?? 0) < robustRounds;
  // Cells of one size in several blocks are compared within rounds, so the headline is in these too.
  const withHeadline = begun.filter((index) => blocks[index]!.isHeadline || isBehind(index));
  const behind = fitting(withHeadline);
  return behind.some(isBehind) ? behind : fitting(widestFirst(begun, blocks));
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

/** Whether the block has a claim to its minimum. */
function isKept(block: BlockState): boolean {
  return block.isHeadline || isBegun(block);
}

/**
 * What the rounds take that a block lacks of its minimum. More than two intervals require is not kept free: a
 * config may ask for more rounds than any budget has.
 */
function minimumSeconds(block: BlockState, limits: Limits): number {
  const needed = Math.min(minimumOf(block, limits), mostKeptRounds);
  const missing = Math.max(0, needed - totalRounds(block));
  return reservedSeconds(block, missing, isBegun(block));
}

function nextSeconds(block: BlockState): number {
  return reservedSeconds(block, 1, isBegun(block));
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
