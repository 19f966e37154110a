import { expect, test } from 'vitest';

import { oneRow } from '../../model/problem.js';
import type { TimedRequest } from '../backend.js';
import type { Clock } from './clock.js';
import { createState } from './state.js';
import { timePasses, type LoopMemory } from './timed-loop.js';

const variant = {
  vectorBits: null,
  unroll: 1,
  accumulators: 1,
  store: 'ordinary',
  prefetchBytes: 0,
} as const;

const request: TimedRequest = {
  target: 'js',
  passes: [{ pass: 'copy', ...variant }],
  problem: oneRow(10),
  touchX: true,
  batchCount: 1,
  slotStrideElements: 16,
  xSlotCount: 1,
  ySlotCount: 3,
  perPass: false,
};

/** Shows 1000 ns more at every read, of which 100 are said to be its own. */
function fakeClock(): Clock {
  let nowNs = 0;
  return { overheadNs: 100, readNs: () => (nowNs += 1000) };
}

/** x holds the number of its slot, 1, 2, ...; y holds zeros. */
function memoryOf(xSlotCount: number, ySlotCount: number): LoopMemory {
  return {
    x: Float32Array.from({ length: xSlotCount * 16 }, (_, i) => 1 + Math.floor(i / 16)),
    y: new Float32Array(ySlotCount * 16),
    state: createState(),
    callCount: 0,
  };
}

/** The first element of each slot. */
function slotsOf(region: Float32Array): number[] {
  return [...region.filter((_, i) => i % 16 === 0)];
}

test('a duration is the span less one reading of the clock, by call', () => {
  const once = timePasses(memoryOf(1, 3), request, fakeClock());
  expect(once).toMatchObject({ durationNs: 900, passDurationsNs: null });
  const batch = timePasses(memoryOf(1, 3), { ...request, batchCount: 4 }, fakeClock());
  expect(batch).toMatchObject({ durationNs: 900 / 4, passDurationsNs: null });
});

test('with the clock read between passes, each pass has its mean over the batch', () => {
  const passes = [
    { pass: 'max', ...variant },
    { pass: 'sum-exp', ...variant },
    { pass: 'scale-exp', ...variant },
  ] as const;
  const perPass = { ...request, passes, perPass: true, batchCount: 2 };
  // Two calls of three passes: six spans of 1000 ns between seven readings.
  expect(timePasses(memoryOf(1, 3), perPass, fakeClock())).toMatchObject({
    durationNs: 5900 / 2,
    passDurationsNs: [900, 900, 900],
  });
});

test('a span shorter than the cost of the clock is 0, never negative', () => {
  const clock = { ...fakeClock(), overheadNs: 5000 };
  expect(timePasses(memoryOf(1, 3), request, clock).durationNs).toBe(0);
});

test('y moves on through the ring, and goes on where the last measurement stopped', () => {
  const memory = memoryOf(1, 3);
  timePasses(memory, { ...request, batchCount: 2 }, fakeClock());
  expect(slotsOf(memory.y)).toEqual([1, 1, 0]);
  memory.y.fill(0);
  timePasses(memory, { ...request, batchCount: 2 }, fakeClock());
  expect(slotsOf(memory.y)).toEqual([1, 0, 1]);
  // Elements between the end of an array and the next slot belong to nobody.
  expect(memory.y.slice(10, 16)).toEqual(new Float32Array(6));
});

test('cold moves x on as well, warm moves neither', () => {
  const cold = memoryOf(2, 3);
  timePasses(cold, { ...request, touchX: false, xSlotCount: 2, batchCount: 3 }, fakeClock());
  expect(slotsOf(cold.y)).toEqual([1, 2, 1]);
  const warm = memoryOf(2, 3);
  timePasses(warm, { ...request, touchX: false, ySlotCount: 1, batchCount: 3 }, fakeClock());
  expect(slotsOf(warm.y)).toEqual([1, 0, 0]);
});

test('x is touched before a measurement in the paper state only, and the sum of the reads kept', () => {
  const paper = memoryOf(1, 3);
  // 10 elements share one line: one read of a slot that holds ones.
  timePasses(paper, request, fakeClock());
  expect(paper.state.sum).toBe(1);
  const warm = memoryOf(1, 3);
  timePasses(warm, { ...request, touchX: false, ySlotCount: 1 }, fakeClock());
  expect(warm.state.sum).toBeNaN();
});

test('rings that leave the workspace and empty requests are refused', () => {
  expect(() => timePasses(memoryOf(1, 2), request, fakeClock())).toThrow('42 of y');
  expect(() => timePasses(memoryOf(1, 3), { ...request, problem: oneRow(0) }, fakeClock())).toThrow(
    'nothing to time',
  );
});
