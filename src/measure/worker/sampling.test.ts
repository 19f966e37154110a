import { describe, expect, it } from 'vitest';

import type { TimedRequest, TimedResult, Workspace } from '../../backends/backend.js';
import { oneRow } from '../../model/problem.js';
import { chooseBatchCount } from './batch-size.js';
import type { TimeCalls } from './prepared-cell.js';
import { sampleCell } from './sampling.js';

const request: TimedRequest = {
  target: 'js',
  passes: [],
  problem: oneRow(16),
  touchX: false,
  batchCount: 4,
  slotStrideElements: 16,
  xSlotCount: 1,
  ySlotCount: 1,
  perPass: false,
};

/** A workspace whose clock answers as `time` says. */
function scripted(time: (request: TimedRequest, index: number) => TimedResult) {
  const requests: TimedRequest[] = [];
  const workspace: Workspace = {
    x: new Float32Array(0),
    y: new Float32Array(0),
    pageSizeBytes: 4096,
    hugePageBytes: null,
    execute: () => NaN,
    time: (asked) => {
      requests.push(asked);
      return time(asked, requests.length - 1);
    },
    free: () => undefined,
  };
  return { workspace, requests };
}

function whole(durationNs: number): TimedResult {
  return { durationNs, passDurationsNs: null, threadDurationsNs: null };
}

describe('sampleCell', () => {
  it('keeps the durations of the backend, unsorted', () => {
    const script = [50, 30, 40];
    const { workspace, requests } = scripted((_, index) => whole(script[index] ?? 0));
    const samples = sampleCell(workspace, request, 3);
    expect(samples).toEqual({
      durationsNs: [50, 30, 40],
      passDurationsNs: null,
      threadDurationsNs: null,
    });
    expect(requests).toEqual([request, request, request]);
  });

  it('times each sample once', () => {
    const { workspace, requests } = scripted(() => whole(1));
    sampleCell(workspace, request, 2);
    expect(requests).toHaveLength(2);
  });

  it('turns passes by sample into samples by pass, a pass of 0 ns included', () => {
    const { workspace } = scripted((_, index) => ({
      durationNs: 10,
      passDurationsNs: [index, index * 10],
      threadDurationsNs: null,
    }));
    const perPass = { ...request, perPass: true };
    const { passDurationsNs } = sampleCell(workspace, perPass, 3);
    expect(passDurationsNs).toEqual([
      [0, 1, 2],
      [0, 10, 20],
    ]);
  });

  it.each([0, -1, NaN, Infinity])('refuses a duration of %d ns', (durationNs) => {
    const { workspace } = scripted((_, index) => whole(index === 1 ? durationNs : 5));
    expect(() => sampleCell(workspace, request, 3)).toThrow(
      `the clock gave ${String(durationNs)} ns for a call`,
    );
  });

  it('passes on what a backend throws', () => {
    const { workspace } = scripted(() => {
      throw new Error('out of slots');
    });
    expect(() => sampleCell(workspace, request, 1)).toThrow('out of slots');
  });
});

describe('chooseBatchCount', () => {
  const clock = { source: 'fake', frequencyHz: 1e9, overheadNs: 20 };
  const timesOf =
    (workspace: Workspace): TimeCalls =>
    (batchCount) =>
      workspace.time({ ...request, batchCount }).durationNs;
  const backendWith = (own: typeof clock) => ({ clock: own, warmUpNs: 10e6 });

  it.each([
    { callNs: 0.5, overheadNs: 20 },
    { callNs: 30, overheadNs: 20 },
    { callNs: 7000, overheadNs: 20 },
    { callNs: 7000, overheadNs: 5000 },
  ])('makes the clock cost negligible: $callNs ns a call, clock $overheadNs ns', async (given) => {
    const { workspace } = scripted(() => whole(given.callNs));
    const batchCount = await chooseBatchCount(
      timesOf(workspace),
      backendWith({ ...clock, ...given }),
    );
    const intervalNs = batchCount * given.callNs;
    expect(given.overheadNs / intervalNs).toBeLessThanOrEqual(0.005);
    expect(intervalNs).toBeGreaterThanOrEqual(200_000);
    // Nor are samples much longer than they need be.
    const goalNs = Math.max(200_000, given.overheadNs / 0.005);
    expect(intervalNs).toBeLessThanOrEqual(1.6 * goalNs);
  });

  it('does not batch a large cell', async () => {
    const { workspace, requests } = scripted(() => whole(3e7));
    expect(await chooseBatchCount(timesOf(workspace), backendWith(clock))).toBe(1);
    expect(requests).toHaveLength(3);
  });

  it.each([0, 1, 5])('is not taken in by an interruption of call %d', async (interrupted) => {
    const { workspace } = scripted(({ batchCount }, index) =>
      whole(index === interrupted ? 12e6 / batchCount : 2),
    );
    const backend = { clock, warmUpNs: 0 };
    expect(await chooseBatchCount(timesOf(workspace), backend)).toBeGreaterThanOrEqual(50_000);
  });

  it('is not taken in by slow first calls', async () => {
    const { workspace } = scripted((_, index) => whole(index < 20 ? 60_000 : 100));
    expect(await chooseBatchCount(timesOf(workspace), backendWith(clock))).toBeGreaterThanOrEqual(
      2000,
    );
  });

  it('grows from an interval that vanishes in the cost of the clock', async () => {
    const { workspace } = scripted(({ batchCount }) => whole(batchCount < 100 ? -0.1 : 1));
    expect(await chooseBatchCount(timesOf(workspace), backendWith(clock))).toBeGreaterThanOrEqual(
      200_000,
    );
  });

  it('refuses a clock that gives no number', async () => {
    const { workspace } = scripted(() => whole(NaN));
    await expect(chooseBatchCount(timesOf(workspace), backendWith(clock))).rejects.toThrow(
      'the clock gave NaN ns',
    );
    const stuck = scripted(() => whole(0));
    await expect(chooseBatchCount(timesOf(stuck.workspace), backendWith(clock))).rejects.toThrow(
      'too short for the clock: 16777216 calls take less than it can tell',
    );
  });
});
