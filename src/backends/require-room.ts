import { spanElementsOf } from '../model/problem.js';
import type { CallLoop } from './backend.js';

/** The loop that calls a problem once, at the start of x and y. */
export const oneCall: Omit<CallLoop, 'problem'> = {
  batchCount: 1,
  slotStrideElements: 0,
  xSlotCount: 1,
  ySlotCount: 1,
  touchX: false,
  perPass: false,
};

/**
 * Kernels do not check where their arrays end.
 * @throws RangeError when the loop does nothing, or its rings do not fit x and y.
 */
export function requireRoom(
  x: Float32Array,
  y: Float32Array,
  { problem, batchCount, slotStrideElements, xSlotCount, ySlotCount }: CallLoop,
): void {
  const counts = [problem.rows, problem.columns, batchCount, xSlotCount, ySlotCount];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 1)) {
    throw new RangeError(
      `nothing to time: ${problem.rows} rows of ${problem.columns} elements, batches of ${batchCount}`,
    );
  }
  const elementCount = spanElementsOf(problem);
  const isRing = Math.max(xSlotCount, ySlotCount) > 1;
  const xElements = (xSlotCount - 1) * slotStrideElements + elementCount;
  const yElements = (ySlotCount - 1) * slotStrideElements + elementCount;
  if (xElements <= x.length && yElements <= y.length) {
    if (!isRing || slotStrideElements >= elementCount) return;
  }
  throw new RangeError(
    `rings of ${xElements} elements of x and ${yElements} of y, ${slotStrideElements} apart, ` +
      `do not fit a workspace of ${x.length} and ${y.length}`,
  );
}
