import { elementBytes } from '../softmax/traffic.js';
import { tileElementCount } from './worker/inputs.js';
import type { RegionRequest } from './protocol/messages.js';
import { verifierBytes } from './worker/verification.js';

/**
 * By how much the heaps grow while measuring, from runs with 12 to 384 cells: the worker's for compiled
 * code and messages, the parent's for outcomes and the text of the document.
 */
const workerGrowthBytes = 4 * 2 ** 20;
const parentGrowthBytes = 8 * 2 ** 20;
const parentGrowthPerCellBytes = 160 * 2 ** 10;

/** What the most memory of a run is made of; all in bytes. */
export interface MemoryNeed {
  /** Held by the parent and by the worker before the buffers are allocated. */
  readonly parentResidentBytes: number;
  readonly workerResidentBytes: number;
  readonly regions: readonly RegionRequest[];
  /** One entry a cell. */
  readonly elementCounts: readonly number[];
}

/**
 * The most memory that a run will hold at once, both processes together, in bytes: what they hold
 * already, the regions of x and y, what verification keeps, and what heaps grow by. Pages of the program that both
 * processes map count twice, as they do in what is measured at the end.
 */
export function announcedPeakBytes(need: MemoryNeed): number {
  const regionBytes = need.regions.reduce((sum, { xBytes, yBytes }) => sum + xBytes + yBytes, 0);
  return (
    need.parentResidentBytes +
    parentGrowthBytes +
    need.elementCounts.length * parentGrowthPerCellBytes +
    need.workerResidentBytes +
    workerGrowthBytes +
    regionBytes +
    tileElementCount * elementBytes +
    verifierBytes(need.elementCounts, tileElementCount)
  );
}
