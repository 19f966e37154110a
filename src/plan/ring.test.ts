import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CacheState } from '../model/vocabulary.js';
import { ringGeometry, workspaceBytes } from './ring.js';

const mib = 2 ** 20;

describe('ringGeometry', () => {
  it('has one slot for what stays in cache and a ring for what does not', () => {
    const slots = (cacheState: CacheState): number[] => {
      const { xSlotCount, ySlotCount } = ringGeometry(cacheState, mib, 32 * mib);
      return [xSlotCount, ySlotCount];
    };
    expect(slots('warm')).toEqual([1, 1]);
    expect(slots('paper')).toEqual([1, 9]);
    expect(slots('cold')).toEqual([9, 9]);
  });

  it('needs two slots where one array fills the cache', () => {
    expect(ringGeometry('paper', 260 * mib, 260 * mib).ySlotCount).toBe(2);
  });

  it('starts slots on cache lines and evicts a slot before it is used again, with little to spare', () => {
    const counts = fc.integer({ min: 1, max: 1e8 });
    fc.assert(
      fc.property(counts, fc.integer({ min: mib, max: 512 * mib }), (elementCount, cacheBytes) => {
        const ring = ringGeometry('cold', elementCount, cacheBytes);
        const strideBytes = ring.slotStrideElements * 4;
        expect(strideBytes % 64).toBe(0);
        expect(ring.slotStrideElements).toBeGreaterThanOrEqual(elementCount);
        const othersBytes = (ring.ySlotCount - 1) * strideBytes;
        expect(othersBytes).toBeGreaterThanOrEqual(cacheBytes);
        expect(othersBytes).toBeLessThan(cacheBytes + strideBytes);
      }),
    );
  });
});

describe('workspaceBytes', () => {
  it('holds the largest x and the largest y, even of different cells', () => {
    const cells = [
      { cacheState: 'warm', elementCount: 4 * mib },
      { cacheState: 'paper', elementCount: mib },
    ] as const;
    expect(workspaceBytes(cells, 32 * mib)).toEqual({ xBytes: 16 * mib, yBytes: 36 * mib });
    expect(workspaceBytes([], 32 * mib)).toEqual({ xBytes: 0, yBytes: 0 });
  });
});
