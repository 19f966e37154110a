import { describe, expect, it } from 'vitest';

import type { Backend, TimedRequest } from '../../backends/backend.js';
import type { Cell } from '../../model/cell.js';
import { createMeasurer } from './measurer.js';

const passNs = [3e6, 4e6, 5e6];

/** A backend whose calls all take the same, with what it was asked to time. */
function steadyBackend(): { backend: Backend; timed: TimedRequest[] } {
  const timed: TimedRequest[] = [];
  const backend: Backend = {
    name: 'js',
    origin: null,
    targets: [{ target: 'js', available: true, reason: null }],
    isaFeatures: [],
    clock: { source: 'scripted', frequencyHz: 1e9, overheadNs: 10 },
    denormals: 'kept',
    addressableBytes: Infinity,
    variants: () => [],
    defaultVariant: () => {
      throw new Error('cells bring their variants');
    },
    coreClockHz: () => 3.0000000001e9,
    allocate: () => ({
      x: new Float32Array(16),
      y: new Float32Array(16),
      pageSizeBytes: 4096,
      hugePageBytes: null,
      execute: () => undefined,
      time: (request) => {
        timed.push(request);
        return { durationNs: 12e6, passDurationsNs: request.perPass ? passNs : null };
      },
      free: () => undefined,
    }),
  };
  return { backend, timed };
}

function visitOf(elementCount: number) {
  const { backend, timed } = steadyBackend();
  const measurer = createMeasurer([backend]);
  measurer.open({
    regions: [{ backend: 'js', xBytes: 64, yBytes: 64 }],
    hugePages: false,
    input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
    seed: 1,
    lastLevelCacheBytes: 1 << 20,
  });
  const variant = {
    vectorBits: null,
    unroll: 1,
    accumulators: 1,
    store: 'ordinary',
    prefetchBytes: 0,
  } as const;
  const cell: Cell = {
    id: `three-pass-reload/js/${elementCount}/warm/t1`,
    algorithm: 'three-pass-reload',
    target: 'js',
    elementCount,
    cacheState: 'warm',
    threadCount: 1,
    variants: [variant, variant, variant],
  };
  const request = { round: 4, batchCount: 1, isFirstOfProcess: false, sampleCount: 2 };
  const result = measurer.visit({ ...request, cell, perPass: true });
  if (result.status === 'failed') throw new Error(result.message);
  return { result, askedByPass: timed.map(({ perPass }) => perPass) };
}

describe('a visit that samples passes', () => {
  const bySample = passNs.map((ns) => [ns, ns]);

  it('times whole calls and calls by pass apart, so that the clock is no part of the former', () => {
    const { result, askedByPass } = visitOf(1 << 16);
    expect(askedByPass).toEqual([false, false, true, true]);
    expect(result.samples).toEqual({ durationsNs: [12e6, 12e6], passDurationsNs: bySample });
  });

  it('takes both from the same calls where these are long', () => {
    const { result, askedByPass } = visitOf(1 << 25);
    expect(askedByPass).toEqual([true, true]);
    expect(result.samples).toEqual({ durationsNs: [12e6, 12e6], passDurationsNs: bySample });
  });

  it('records whole hertz and nanoseconds', () => {
    const { noise } = visitOf(1 << 16).result;
    expect(noise.clockHz).toBe(3e9);
    expect(Number.isInteger(noise.sampledNs)).toBe(true);
  });
});
