import { minimumIntervalCount } from '../statistics/median-interval.js';
import {
  isBegun,
  isFinished,
  isHeadline,
  lacksProcesses,
  minimumOf,
  partOf,
  plannedShare,
  projectedWidthRatio,
  reservedSeconds,
  totalRounds,
  type BlockState,
  type Limits,
  type RunState,
} from './block-state.js';
import { laterProcessCount, robustRounds } from './process-count.js';

/** What comes next; `blocks` are indices into those of the state. */
export type Step =
  | { readonly kind: 'round'; readonly blocks: readonly number[] }
  | { readonly kind: 'process' }
  | { readonly kind: 'end' };

/** A round takes the blocks whose width ratio is within this factor of the greatest. */
const nearestFactor = 2;

/**
 * The gain of the headline, which is the answer, gets this share of the time of rounds until its interval is narrow
 * enough: so that its configurations have several times the rounds of memory-only versions.
 */
const gainShare = 1 / 3;

/** See `minimumSeconds`. */
const mostKeptRounds = 2 * minimumIntervalCount;

/**
 * What to do next. Each process begins with rounds of the headline. Every block then gets its part of the
 * minimum of rounds; a block is begun, in the order of priority, only where all of its minimum fits beside what the
 * headline and the blocks that were begun still need. What is left of a process's share of the budget goes to blocks
 * that have fewer than `robustRounds` of it, then to the gain of the headline up to `gainShare`, and to the
 * blocks with the widest intervals. The first process
 * ends when its rounds, repeated by the others, would reach the target; the next take as many, or what their
 * time allows if the first ran out of it; the last continues until every block has converged. A process is not begun,
 * and its time goes to the present one, where the headline could not take a round in it, or would lack rounds for an
 * interval in the end, or where opening it would take most of what is left.
 */
export function nextStep(state: RunState, limits: Limits): Step {
  const { blocks, process, processCount } = state;
  const laterCount = laterProcessCount(state, limits);
  if (process + 1 + laterCount < processCount) {
    return nextStep({ ...state, processCount: process + 1 + laterCount }, limits);
  }
  const due = [...blocks.keys()].filter((index) => isDue(blocks[index]!, state, limits));
  const ofHeadline = due.filter((index) => isHeadline(blocks[index]!));
  if (ofHeadline.length > 0 && beginsProcess(ofHeadline, state, limits)) {
    return { kind: 'round', blocks: ofHeadline };
  }
  const owed = owedRound(due, state, limits);
  const chosen = owed.length > 0 ? owed : extraRound(due, state, limits);
  if (chosen.length > 0) return { kind: 'round', blocks: chosen };
  const isLast = process === processCount - 1;
  const isOpen = (block: BlockState): boolean =>
    isBegun(block) && !isFinished(block, limits, processCount);
  return isLast || !blocks.some(isOpen) ? { kind: 'end' } : { kind: 'process' };
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
  const end = elapsedSeconds + freeSeconds(state, limits, isHeadline);
  // Libraries may have all of their rounds in one process.
  const endOf = (block: BlockState): number =>
    isHeadline(block) && !block.isDueForLibraries ? headlineEnd : end;
  let free = freeSeconds(state, limits, isKept);
  let seconds = elapsedSeconds;
  return due.filter((index) => {
    const block = blocks[index]!;
    if (isBegun(block) && !lacksMinimum(block, state, limits)) return false;
    if (!isBegun(block)) {
      const needed = minimumSeconds(block, limits);
      if (needed > free) return false;
      free -= needed;
    } else if (seconds + nextSeconds(block) > endOf(block)) return false;
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
  const isOfGain = (index: number): boolean => blocks[index]!.part === 'gain';
  // Cells of one size in several blocks are compared within rounds, so the gain is in these too.
  const behind = fitting(begun.filter((index) => isOfGain(index) || isBehind(index)));
  if (behind.some(isBehind)) return behind;
  const ofGain = gainLacksShare(blocks) ? fitting(begun.filter(isOfGain)) : [];
  return ofGain.length > 0 ? ofGain : fitting(widestFirst(begun, blocks));
}

/** Whether the gain of the headline has had less than its share of the time of all rounds. */
function gainLacksShare(blocks: readonly BlockState[]): boolean {
  const secondsOf = (own: readonly BlockState[]): number =>
    own.reduce((sum, block) => sum + totalRounds(block) * block.roundSeconds, 0);
  return secondsOf(blocks.filter(({ part }) => part === 'gain')) < gainShare * secondsOf(blocks);
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
  return isHeadline(block) || isBegun(block);
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

/** The gain of the headline, and the blocks whose intervals are about as wide as the widest. */
function widestFirst(due: readonly number[], blocks: readonly BlockState[]): readonly number[] {
  const ratioOf = (index: number): number => blocks[index]!.widthRatio;
  const ofGain = due.filter((index) => blocks[index]!.part === 'gain');
  const others = due.filter((index) => blocks[index]!.part !== 'gain');
  const greatest = others.reduce((most, index) => Math.max(most, ratioOf(index)), 0);
  const wide = others.filter((index) => ratioOf(index) >= greatest / nearestFactor);
  return [...ofGain, ...wide.sort((a, b) => byWidthRatio(blocks[a]!, blocks[b]!))];
}

function byWidthRatio(a: BlockState, b: BlockState): number {
  return a.widthRatio === b.widthRatio ? 0 : b.widthRatio - a.widthRatio;
}
