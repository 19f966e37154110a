import type { CacheState } from '../model/vocabulary.js';
import { elementBytes } from '../softmax/traffic.js';
import type { Cell } from '../model/cell.js';

/** Elements in a cache line of 64 bytes: arrays start on a line, as the workspace itself does. */
const lineElements = 16;

/**
 * How many arrays of one size follow each other in the regions of x and y. Calls move on from slot
 * to slot and start again after the last; where there is one slot, every call uses the same memory.
 */
export interface RingGeometry {
  /** From the start of a slot to the start of the next, in elements. */
  readonly slotStrideElements: number;
  readonly xSlotCount: number;
  readonly ySlotCount: number;
}

/** Sizes of the two regions that cells are cut from, in bytes. */
export interface WorkspaceBytes {
  readonly xBytes: number;
  readonly yBytes: number;
}

/**
 * The rings that bring about a cache state. A stream that is to be cold has one slot more than fills
 * the last-level cache, so that its lines are gone when its turn comes again: 1 + ceil(cache / array),
 * as in the paper's own benchmark (XNNPACK, bench/f32-softmax.cc).
 */
export function ringGeometry(
  cacheState: CacheState,
  elementCount: number,
  lastLevelCacheBytes: number,
): RingGeometry {
  const slotStrideElements = Math.ceil(elementCount / lineElements) * lineElements;
  // A slot fills whole lines of cache, so the stride counts and not the array.
  const coldSlotCount = 1 + Math.ceil(lastLevelCacheBytes / (slotStrideElements * elementBytes));
  return {
    slotStrideElements,
    xSlotCount: cacheState === 'cold' ? coldSlotCount : 1,
    ySlotCount: cacheState === 'warm' ? 1 : coldSlotCount,
  };
}

/** The regions that hold the rings of every one of the cells, which share them. */
export function workspaceBytes(
  cells: readonly Pick<Cell, 'cacheState' | 'elementCount'>[],
  lastLevelCacheBytes: number,
): WorkspaceBytes {
  let xBytes = 0;
  let yBytes = 0;
  for (const { cacheState, elementCount } of cells) {
    const ring = ringGeometry(cacheState, elementCount, lastLevelCacheBytes);
    const strideBytes = ring.slotStrideElements * elementBytes;
    xBytes = Math.max(xBytes, ring.xSlotCount * strideBytes);
    yBytes = Math.max(yBytes, ring.ySlotCount * strideBytes);
  }
  return { xBytes, yBytes };
}
