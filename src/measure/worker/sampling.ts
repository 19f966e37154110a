import { Bench } from 'tinybench';

import type { TimedRequest, Workspace } from '../../backends/backend.js';
import type { TimeCalls } from './prepared-cell.js';

/** Durations of one call, in the order in which they were taken. */
export interface Samples {
  readonly durationsNs: readonly number[];
  /** Indexed by pass, then by sample; null unless the request was for passes. */
  readonly passDurationsNs: readonly (readonly number[])[] | null;
  /** Indexed by thread, then by sample; null for one thread. */
  readonly threadDurationsNs: readonly (readonly number[])[] | null;
}

/**
 * One visit to a cell. Each sample is a task of tinybench with one iteration, whose latency is the
 * duration that the backend's clock read around the kernels. (Of a task with several iterations tinybench
 * keeps the durations sorted, without their order in time.)
 * @throws Error if a duration is not a finite number above 0, and whatever the workspace throws.
 */
export function sampleCell(
  workspace: Pick<Workspace, 'time'>,
  request: TimedRequest,
  sampleCount: number,
): Samples {
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
  const passDurationsNs: number[][] = [];
  const threadDurationsNs: number[][] = [];
  const sample = () => {
    const result = workspace.time(request);
    checkDuration(result.durationNs);
    // Not checked: a pass can be shorter than the cost of the clock that is subtracted from it.
    appendEach(passDurationsNs, result.passDurationsNs ?? []);
    appendEach(threadDurationsNs, result.threadDurationsNs ?? []);
    return { overriddenDuration: result.durationNs / 1e6 };
  };
  // Without `async: false` tinybench would call the function once more to see whether it is.
  for (let index = 0; index < sampleCount; index += 1) {
    bench.add(`sample ${index}`, sample, { async: false });
  }
  const durationsNs = bench.runSync().map(({ result }) => {
    if (result.state !== 'completed') throw new Error(`tinybench left a sample ${result.state}`);
    return recordedNs(result.latency.mean * 1e6);
  });
  return {
    durationsNs,
    passDurationsNs: request.perPass ? passDurationsNs : null,
    threadDurationsNs: threadDurationsNs.length > 0 ? threadDurationsNs : null,
  };
}

/**
 * The same for calls that may take place in another process, or on another thread, and are waited for.
 * @throws Error if a duration is not a finite number above 0, and whatever `time` throws.
 */
export async function sampleCalls(
  time: TimeCalls,
  batchCount: number,
  sampleCount: number,
): Promise<Samples> {
  const durationsNs: number[] = [];
  while (durationsNs.length < sampleCount) {
    const durationNs = await time(batchCount);
    checkDuration(durationNs);
    durationsNs.push(recordedNs(durationNs));
  }
  return { durationsNs, passDurationsNs: null, threadDurationsNs: null };
}

/** Appends each duration to the list at its index. */
function appendEach(lists: number[][], durationsNs: readonly number[]): void {
  durationsNs.forEach((durationNs, index) => {
    (lists[index] ??= []).push(recordedNs(durationNs));
  });
}

/**
 * A duration with seven digits: no clock resolves more than a part in ten million of what it times here, and
 * further digits would be half of a document and of the time to read it.
 */
export function recordedNs(durationNs: number): number {
  return Number(durationNs.toPrecision(7));
}

/** tinybench silently puts wall time in place of an override that is no duration. */
function checkDuration(durationNs: number): void {
  if (Number.isFinite(durationNs) && durationNs > 0) return;
  throw new Error(`the clock gave ${String(durationNs)} ns for a call`);
}
