import { rowStrideOf, spanElementsOf, type Problem } from '../../model/problem.js';
import type { TimedRequest, TimedResult } from '../backend.js';
import { requireRoom } from '../require-room.js';
import type { Clock } from './clock.js';
import { kernelOf } from './kernels.js';
import type { PassKernel, SoftmaxState } from './state.js';

/** What the timed loop runs on; it lives as long as the workspace. */
export interface LoopMemory {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly state: SoftmaxState;
  /**
   * Timed calls so far, of any request: call k uses slot k modulo the slot count, so that a measurement
   * goes on in the ring where the one before stopped.
   */
  callCount: number;
}

const lineElements = 16;

/**
 * Runs `batchCount` calls between two reads of the clock. Advances `memory.callCount`. Durations that the
 * clock's own cost exceeds come out as 0.
 * @throws RangeError as `requireRoom`.
 */
export function timePasses(memory: LoopMemory, request: TimedRequest, clock: Clock): TimedResult {
  requireRoom(memory.x, memory.y, request);
  const kernels = request.passes.map(({ pass }) => kernelOf(pass));
  if (request.touchX) touchNextX(memory, request);
  return request.perPass
    ? timeEachPass(memory, request, kernels, clock)
    : timeWhole(memory, request, kernels, clock);
}

function timeWhole(
  memory: LoopMemory,
  request: TimedRequest,
  kernels: readonly PassKernel[],
  clock: Clock,
): TimedResult {
  const { batchCount, problem } = request;
  const startNs = clock.readNs();
  for (let call = 0; call < batchCount; call += 1) {
    const { xOffset, yOffset } = takeSlots(memory, request);
    callRows(memory, kernels, problem, xOffset, yOffset);
  }
  const spanNs = clock.readNs() - startNs;
  return {
    durationNs: withoutClock(spanNs, 1, clock) / batchCount,
    passDurationsNs: null,
    threadDurationsNs: null,
  };
}

/** All kernels on a row, then on the next. */
export function callRows(
  { x, y, state }: LoopMemory,
  kernels: readonly PassKernel[],
  problem: Problem,
  xOffset: number,
  yOffset: number,
): void {
  const { rows, columns } = problem;
  const stride = rowStrideOf(problem);
  for (let row = 0; row < rows; row += 1) {
    const offset = row * stride;
    for (const kernel of kernels) {
      kernel(x, y, xOffset + offset, yOffset + offset, columns, state);
    }
  }
}

function timeEachPass(
  memory: LoopMemory,
  request: TimedRequest,
  kernels: readonly PassKernel[],
  clock: Clock,
): TimedResult {
  const { x, y, state } = memory;
  const { batchCount, problem } = request;
  const stride = rowStrideOf(problem);
  const passSpansNs = new Float64Array(kernels.length);
  const startNs = clock.readNs();
  let markNs = startNs;
  for (let call = 0; call < batchCount; call += 1) {
    const { xOffset, yOffset } = takeSlots(memory, request);
    for (let row = 0; row < problem.rows; row += 1) {
      const offset = row * stride;
      for (const [index, kernel] of kernels.entries()) {
        kernel(x, y, xOffset + offset, yOffset + offset, problem.columns, state);
        const nowNs = clock.readNs();
        passSpansNs[index] = passSpansNs[index]! + nowNs - markNs;
        markNs = nowNs;
      }
    }
  }
  return {
    durationNs: withoutClock(markNs - startNs, 1, clock) / batchCount,
    threadDurationsNs: null,
    passDurationsNs: Array.from(
      passSpansNs,
      (spanNs) => withoutClock(spanNs, batchCount * problem.rows, clock) / batchCount,
    ),
  };
}

/** Each span between two reads holds the cost of one read. */
function withoutClock(spanNs: number, spanCount: number, clock: Clock): number {
  return Math.max(0, spanNs - spanCount * clock.overheadNs);
}

function takeSlots(
  memory: LoopMemory,
  { slotStrideElements, xSlotCount, ySlotCount }: TimedRequest,
): { xOffset: number; yOffset: number } {
  const call = memory.callCount;
  memory.callCount += 1;
  return {
    xOffset: (call % xSlotCount) * slotStrideElements,
    yOffset: (call % ySlotCount) * slotStrideElements,
  };
}

/** Brings as much of the next x into cache as fits: one read for each 64-byte line. */
function touchNextX(memory: LoopMemory, request: TimedRequest): void {
  const { x, state, callCount } = memory;
  const start = (callCount % request.xSlotCount) * request.slotStrideElements;
  const end = start + spanElementsOf(request.problem);
  let sum = 0;
  for (let i = start; i < end; i += lineElements) sum += x[i]!;
  // Kept where the passes could see it, so that the reads cannot be optimised away.
  state.sum = sum;
}
