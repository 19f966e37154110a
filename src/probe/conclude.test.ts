import { describe, expect, it } from 'vitest';

import { fixtureMachine } from '../testing/fixture-document.js';
import { trueBandwidth, type MemoryHierarchy } from '../testing/memory-hierarchy.js';
import { concludeProbe, expectationOf, withProbe } from './conclude.js';
import { gridSizeAfter } from './size-grid.js';

const mib = 2 ** 20;

/** The fixture machine reports 32 MiB behind 1 MiB. */
function probeOf(lastMib: number, reachMib = 1024, reported: number | null = 32 * mib) {
  const hierarchy: MemoryHierarchy = {
    levels: [
      { capacityBytes: mib, read: 100e9, copy: 100e9 },
      { capacityBytes: lastMib * mib, read: 40e9, copy: 40e9 },
    ],
    memory: { read: 12e9, copy: 10e9 },
    sharpness: 8,
  };
  const sizes: number[] = [];
  for (let size = 2 ** 14; size <= reachMib * mib; size = gridSizeAfter(size)) sizes.push(size);
  const points = sizes.map((workingSetBytes) => ({
    workingSetBytes,
    readBytesPerSecond:
      workingSetBytes > (reachMib / 2) * mib
        ? null
        : trueBandwidth(hierarchy, workingSetBytes, 'read'),
    copyBytesPerSecond: trueBandwidth(hierarchy, workingSetBytes, 'copy'),
  }));
  const machine = { ...fixtureMachine, reportedLastLevelCacheBytes: reported };
  const measurement = { points, touchBytesPerSecond: 1e9, end: 'enough' as const, cpu: 3 };
  const facts = { target: 'avx2' as const, seconds: 1 };
  return { machine, result: concludeProbe(measurement, expectationOf(machine), facts) };
}

describe('a probe', () => {
  it('tells memory from caches', () => {
    const { result } = probeOf(32);
    expect(result.memoryBytesPerSecond!.read / 1e9).toBeCloseTo(12, 1);
    expect(result.memoryBytesPerSecond!.copy / 1e9).toBeCloseTo(10, 1);
    expect(result.innerCapacityBytes).toHaveLength(1);
    expect(result.explanation).toMatch(
      /^copy drops to DRAM speed at about [23]\d(\.\d)? MiB \[24 MiB to 32 MiB\]\.$/,
    );
  });

  it.each([28, 32, 40])('of %i MiB agrees with the reported 32: these are used', (lastMib) => {
    const { machine, result } = probeOf(lastMib);
    expect(result.conclusion).toBe('agrees');
    expect(withProbe(machine, result)).toEqual({ ...machine, cacheProbe: result });
  });

  it.each([
    [8, 8],
    [10, 12],
    [74, 96],
  ])('of %i MiB differs: %i MiB of the grid are used', (lastMib, usedMib) => {
    const { machine, result } = probeOf(lastMib);
    expect(result.conclusion).toBe('differs');
    expect(withProbe(machine, result)).toMatchObject({
      lastLevelCacheBytes: usedMib * mib,
      lastLevelCacheSource: 'measured',
      reportedLastLevelCacheBytes: 32 * mib,
    });
  });

  it('is all there is where nothing is reported', () => {
    const { machine, result } = probeOf(20, 1024, null);
    expect(result.conclusion).toBe('differs');
    expect(withProbe(machine, result).lastLevelCacheBytes).toBe(24 * mib);
  });

  it('does not take the edge of an inner cache for that of the last', () => {
    const { machine, result } = probeOf(500, 128);
    expect(result).toMatchObject({ capacity: null, conclusion: 'not seen' });
    expect(result.memoryBytesPerSecond).toBeNull();
    expect(result.explanation).toBe(
      'copy and read show no drop to DRAM speed from 957 KiB up to 128 MiB, where the sweep ends.',
    );
    expect(withProbe(machine, result).lastLevelCacheBytes).toBe(32 * mib);
  });
});

/** MiB, read and copy in GB/s: an Emerald Rapids virtual machine that reports the 300 MiB of its host. */
// prettier-ignore
const sharedCache: readonly (readonly [number, number | null, number])[] = [
  [1, 108, 67.9],
  [1.5, 116, 66.4],
  [2, 65.2, 42],
  [3, 26.7, 23.9],
  [4, 26.2, 24.3],
  [6, 26.1, 22.8],
  [8, 25.2, 24.9],
  [12, 26.6, 24.1],
  [16, 25.7, 23.4],
  [24, 26.8, 24.4],
  [32, 26.5, 20.5],
  [48, 23.1, 18.4],
  [64, 20.2, 17.5],
  [96, null, 15.4],
  [128, null, 15.3],
];

it('finds a shared cache that ends slowly', () => {
  const points = sharedCache.map(([sizeMib, read, copy]) => ({
    workingSetBytes: sizeMib * mib,
    readBytesPerSecond: read === null ? null : read * 1e9,
    copyBytesPerSecond: copy * 1e9,
  }));
  const measurement = { points, touchBytesPerSecond: 2e9, end: 'enough' as const, cpu: 10 };
  const expectation = { reportedBytes: 300 * mib, secondLevelBytes: 2 * mib };
  const facts = { target: 'avx512' as const, seconds: 1 };
  const { capacity, conclusion } = concludeProbe(measurement, expectation, facts);
  expect(conclusion).toBe('differs');
  expect(capacity).toMatchObject({ lowBytes: 32 * mib, highBytes: 48 * mib });
});

it('expects the second level only before a third', () => {
  const { caches } = fixtureMachine;
  const reportedLastLevelCacheBytes = mib;
  expect(expectationOf({ caches: caches.slice(0, 2), reportedLastLevelCacheBytes })).toEqual({
    reportedBytes: mib,
    secondLevelBytes: null,
  });
});
