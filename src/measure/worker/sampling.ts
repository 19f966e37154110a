import { Bench, type FnReturnedObject } from 'tinybench';

import type { TimedRequest, Workspace } from '../../backends/backend.js';

/** Durations of one call, in the order in which they were taken. */
export interface Samples {
  readonly durationsNs: readonly number[];
  /** Indexed by pass, then by sample; null unless the request asked for passes. */
  readonly passDurationsNs: readonly (readonly number[])[] | null;
}

/**
 * One visit to a cell: `sampleCount` samples.
 * tinybench runs the loop; the durations are those that the backend's clock read around the kernels.
 * @throws Error if a duration is not a finite number above 0, and whatever the workspace throws.
 */
export function sampleCell(
  workspace: Pick<Workspace, 'time'>,
  request: TimedRequest,
  sampleCount: number,
): Samples {
  // tinybench sorts what it keeps, so the raw order is kept here.
  let durationsNs: number[] = [];
  let passDurationsNs: number[][] = [];
  const timeOnce = (): FnReturnedObject => {
    const result = workspace.time(request);
    checkDuration(result.durationNs);
    durationsNs.push(recordedNs(result.durationNs));
    // Not checked: a pass can be shorter than the cost of the clock that is subtracted from it.
    (result.passDurationsNs ?? []).forEach((durationNs, pass) => {
      (passDurationsNs[pass] ??= []).push(recordedNs(durationNs));
    });
    return {
      overriddenDuration: result.durationNs / 1e6,
      overriddenIterationCost: (result.durationNs * request.batchCount) / 1e6,
    };
  };
  const startPhase = () => {
    durationsNs = [];
    passDurationsNs = [];
  };

  const bench = new Bench({
    iterations: sampleCount,
    time: 0,
    warmup: false,
    throws: true,
  });
  // Without `async: false` tinybench would call the function once more to see whether it is.
  bench.add('cell', timeOnce, { async: false, beforeAll: startPhase });
  bench.runSync();
  return { durationsNs, passDurationsNs: request.perPass ? passDurationsNs : null };
}

/**
 * A duration with seven digits: no clock resolves more than a part in ten million of what it times here, and
 * further digits would be half of a document and of the time to read it.
 */
export function recordedNs(durationNs: number): number {
  return Number(durationNs.toPrecision(7));
}

/** tinybench silently puts wall time in place of an override that is no duration; this does not. */
function checkDuration(durationNs: number): void {
  if (Number.isFinite(durationNs) && durationNs > 0) return;
  throw new Error(`the clock gave ${String(durationNs)} ns for a call`);
}
