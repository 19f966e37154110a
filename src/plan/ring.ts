import type { CellPoint } from '../model/axes.js';
import { isOutOfCache } from '../model/region.js';
import { elementBytesOf, spanElementsOf } from '../model/problem.js';

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

/** What of a cell decides its ring. */
export type RingPoint = Pick<CellPoint, 'problem' | 'cacheState'>;

/**
 * The rings that bring about a cache state. A stream that is to be cold has one slot more than fills
 * the last-level cache, so that its lines are gone when its turn comes again: 1 + ceil(cache / array),
 * as in the paper's own benchmark (XNNPACK, bench/f32-softmax.cc). An array that is out of cache evicts itself:
 * when a call begins, the caches hold its end, which is gone before the call comes to it. A second slot would
 * only take memory, and time to fill it.
 */
export function ringGeometry(point: RingPoint, lastLevelCacheBytes: number): RingGeometry {
  const { cacheState, problem } = point;
  const coldSlotCount = isOutOfCache(problem, lastLevelCacheBytes)
    ? 1
    : 1 + Math.ceil(lastLevelCacheBytes / slotBytesOf(point));
  return {
    slotStrideElements: slotElementsOf(point),
    xSlotCount: cacheState === 'cold' ? coldSlotCount : 1,
    ySlotCount: cacheState === 'warm' ? 1 : coldSlotCount,
  };
}

/** The memory that the rings of x and y take, in bytes. */
export function ringBytes(
  point: RingPoint,
  lastLevelCacheBytes: number,
): { readonly xBytes: number; readonly yBytes: number } {
  const { xSlotCount, ySlotCount } = ringGeometry(point, lastLevelCacheBytes);
  const slotBytes = slotBytesOf(point);
  return { xBytes: xSlotCount * slotBytes, yBytes: ySlotCount * slotBytes };
}

/** A slot fills whole cache lines. */
function slotElementsOf({ problem }: RingPoint): number {
  return Math.ceil(spanElementsOf(problem) / lineElements) * lineElements;
}

function slotBytesOf(point: RingPoint): number {
  return slotElementsOf(point) * elementBytesOf(point.problem);
}
