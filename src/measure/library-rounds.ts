import type { ExpectedRound } from '../plan/expected-cost.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import { plannedShare, reservedSeconds } from './block-state.js';

/** The libraries of a block of cells, between two rounds. */
export interface LibraryBlock extends ExpectedRound {
  /** The rounds of the block in which they were measured. */
  readonly roundCount: number;
  /** What their next round is expected to take: by the plan before the first, by the last one after it. */
  readonly roundSeconds: number;
}

/** How the time of libraries stands between two rounds. */
export interface LibraryState {
  readonly budgetSeconds: number;
  readonly spentSeconds: number;
  /** What opening them takes in a process. */
  readonly openSeconds: number;
  /** The present one counted from 0, and how many processes of the run open libraries. */
  readonly process: number;
  readonly processCount: number;
  /** What first calls take in each process to come, in which memory is filled and engines are made. */
  readonly firstSeconds: number;
  /** Rounds that an interval requires, which all get before any gets more. */
  readonly wantedRounds: number;
  /** By priority. */
  readonly blocks: readonly LibraryBlock[];
}

/** Finding them, and opening them in several processes, takes at most so much of their time. */
const openShare = 0.6;

/**
 * In how many of its processes a run opens libraries: rounds of one process say more than none of three.
 * @param state after they were opened in the first; its own count is not read.
 * @param processCount of the run.
 */
export function libraryProcessCount(
  { budgetSeconds, spentSeconds, openSeconds, process }: LibraryState,
  processCount: number,
): number {
  const leftSeconds = openShare * budgetSeconds - spentSeconds;
  const affordable = process + 1 + Math.floor(leftSeconds / openSeconds);
  return Math.min(processCount, Math.max(process + 1, affordable));
}

/**
 * In how many processes of the run they can be opened and first called, beside the rounds that intervals require of all
 * blocks. First rounds verify too, so after the first process it is a low estimate.
 */
export function affordableProcessCount(state: LibraryState): number {
  const { budgetSeconds, spentSeconds, openSeconds, firstSeconds, process } = state;
  const leftSeconds = plannedShare * budgetSeconds - spentSeconds - claimsOf(state, () => true);
  return process + 1 + Math.max(0, Math.floor(leftSeconds / (openSeconds + firstSeconds)));
}

/**
 * Which blocks of the next round have their libraries in it. Libraries of a block begin, in the order of priority, where
 * all rounds that an interval requires fit into their time, beside those of the blocks that began, and beside what
 * first calls take in each process to come; each process has its part of these, in which none takes what those before it lack: rounds may take longer than the plan expected.
 * More rounds follow where no other libraries require the time.
 * @param due the blocks of the round by priority, as indices into those of the state.
 */
export function withLibraries(due: readonly number[], state: LibraryState): readonly number[] {
  const { blocks, budgetSeconds, spentSeconds, process, processCount, wantedRounds } = state;
  const endSeconds = plannedShare * budgetSeconds;
  const laterSeconds = secondsOfLaterProcesses(state);
  let free = endSeconds - spentSeconds - laterSeconds - claimsOf(state, isBegun);
  let unbegun = claimsOf(state, (block) => !isBegun(block));
  // For the blocks before it: the rounds that they lack, and the first in later processes.
  const keptBefore = (index: number): number =>
    index === 0
      ? 0
      : claimsOf({ ...state, blocks: blocks.slice(0, index) }, isBegun) + laterSeconds;
  let seconds = spentSeconds;
  const shareEnd = (endSeconds * (process + 1)) / processCount;
  return due.filter((index) => {
    const block = blocks[index]!;
    const next = nextSeconds(block);
    if (!isBegun(block)) {
      const claim = claimOf(block, wantedRounds);
      if (claim > free) return false;
      free -= claim;
      unbegun -= claim;
    } else if (block.roundCount >= dueRounds(state)) {
      if (next > free - unbegun || seconds + next > shareEnd) return false;
      free -= next;
    } else if (seconds + next + keptBefore(index) > endSeconds) return false;
    seconds += next;
    return true;
  });
}

/** Opening and first calling them in each. */
function secondsOfLaterProcesses(state: LibraryState): number {
  const { process, processCount, openSeconds, firstSeconds } = state;
  return (processCount - 1 - process) * (openSeconds + firstSeconds);
}

/**
 * How many rounds the libraries of a block have when the present process ends: all by the end of those that an interval
 * requires, as later ones may not come.
 */
export function dueRounds({ wantedRounds, process, processCount }: LibraryState): number {
  const count = Math.min(processCount, minimumProcessCount);
  return Math.min(wantedRounds, Math.ceil((wantedRounds * (process + 1)) / count));
}

/** What libraries are expected to take yet: what intervals require, and opening them; not beyond their time. */
export function librarySecondsLeft(state: LibraryState): number {
  const { budgetSeconds, spentSeconds, openSeconds, process, processCount } = state;
  const openingSeconds = Math.max(0, processCount - 1 - process) * openSeconds;
  const seconds = openingSeconds + claimsOf(state, () => true);
  return Math.max(0, Math.min(seconds, budgetSeconds - spentSeconds));
}

function claimsOf(
  { blocks, wantedRounds }: LibraryState,
  isMeant: (block: LibraryBlock) => boolean,
): number {
  return blocks.filter(isMeant).reduce((sum, block) => sum + claimOf(block, wantedRounds), 0);
}

function claimOf(block: LibraryBlock, wantedRounds: number): number {
  const missing = Math.max(0, wantedRounds - block.roundCount);
  return reservedSeconds(block, missing, isBegun(block));
}

function nextSeconds(block: LibraryBlock): number {
  return reservedSeconds(block, 1, isBegun(block));
}

function isBegun({ roundCount }: LibraryBlock): boolean {
  return roundCount > 0;
}
