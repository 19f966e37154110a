import { bytesOf, oneRow, type Problem } from '../model/problem.js';
import { tileElementCount } from '../model/run-config.js';
import { totalBytes, type RegionRequest } from '../plan/regions.js';
import { verifierBytes } from './worker/verification.js';

/**
 * By how much the heaps grow while measuring, from runs with 12 to 384 cells: the worker's for compiled
 * code and messages, the parent's for outcomes and the text of the document.
 */
const workerGrowthBytes = 4 * 2 ** 20;
const parentGrowthBytes = 8 * 2 ** 20;
const parentGrowthPerCellBytes = 160 * 2 ** 10;

/** What the memory of a run is made of; all in bytes. */
export interface MemoryUse {
  /** Held by the parent and by the worker before the buffers are allocated. */
  readonly parentResidentBytes: number;
  readonly workerResidentBytes: number;
  readonly regions: readonly RegionRequest[];
  /** One entry a cell. */
  readonly problems: readonly Problem[];
  /** What external implementations take; see `externalBytes`. */
  readonly externalBytes: number;
}

/**
 * The most memory that a run will hold at once, all processes together, in bytes: what they hold
 * already, the regions of x and y on all pages, what verification keeps, external implementations, and what heaps grow by. Pages of the program that both
 * processes map count twice, as they do in what is measured at the end.
 */
export function announcedPeakBytes(use: MemoryUse): number {
  return (
    use.parentResidentBytes +
    parentGrowthBytes +
    use.problems.length * parentGrowthPerCellBytes +
    use.workerResidentBytes +
    workerGrowthBytes +
    totalBytes(use.regions) +
    use.externalBytes +
    bytesOf(oneRow(tileElementCount)) +
    verifierBytes(use.problems, tileElementCount)
  );
}

/** What a measuring process holds of its own before its buffers; the pages of the program are there already. */
const workerOwnBytes = 48 * 2 ** 20;

/**
 * What measuring takes beside x and y, external implementations and what the parent holds when it plans, in bytes: of memory that is short,
 * a plan has to leave so much.
 */
export function besideRegionsBytes(problems: readonly Problem[]): number {
  const use = { parentResidentBytes: 0, workerResidentBytes: workerOwnBytes };
  return announcedPeakBytes({ ...use, regions: [], problems, externalBytes: 0 });
}
