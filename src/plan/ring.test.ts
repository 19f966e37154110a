import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { isOutOfCache } from '../model/region.js';
import type { CacheState } from '../model/vocabulary.js';
import { ringBytes, ringGeometry } from './ring.js';

const mib = 2 ** 20;

describe('ringGeometry', () => {
  it('has one slot for what stays in cache and a ring for what does not', () => {
    const slots = (cacheState: CacheState): number[] => {
      const { xSlotCount, ySlotCount } = ringGeometry(
        { cacheState, problem: oneRow(mib) },
        32 * mib,
      );
      return [xSlotCount, ySlotCount];
    };
    expect(slots('warm')).toEqual([1, 1]);
    expect(slots('cold-output')).toEqual([1, 9]);
    expect(slots('cold')).toEqual([9, 9]);
  });

  it('needs two slots where one array fills the cache', () => {
    const point = { cacheState: 'cold-output', problem: oneRow(65 * mib) } as const;
    expect(ringGeometry(point, 260 * mib).ySlotCount).toBe(2);
  });

  it('needs one slot of an array that is out of cache', () => {
    const point = { cacheState: 'cold', problem: oneRow(32 * mib) } as const;
    expect(ringGeometry(point, 32 * mib)).toMatchObject({ xSlotCount: 1, ySlotCount: 1 });
  });

  it('makes room for what lies between rows', () => {
    const problem = { ...oneRow(100), rows: 10, rowStrideElements: 200 };
    const ring = ringBytes({ cacheState: 'warm', problem }, 32 * mib);
    expect(ring).toEqual({ xBytes: 1904 * 4, yBytes: 1904 * 4 });
  });

  it('starts slots on cache lines and evicts a slot before it is used again, with little to spare', () => {
    const counts = fc.integer({ min: 1, max: 1e8 });
    fc.assert(
      fc.property(counts, fc.integer({ min: mib, max: 512 * mib }), (elementCount, cacheBytes) => {
        const point = { cacheState: 'cold', problem: oneRow(elementCount) } as const;
        const ring = ringGeometry(point, cacheBytes);
        const strideBytes = ring.slotStrideElements * 4;
        const { xBytes, yBytes } = ringBytes(point, cacheBytes);
        expect([xBytes, yBytes]).toEqual([
          ring.xSlotCount * strideBytes,
          ring.ySlotCount * strideBytes,
        ]);
        expect(strideBytes % 64).toBe(0);
        expect(ring.slotStrideElements).toBeGreaterThanOrEqual(elementCount);
        if (isOutOfCache(point.problem, cacheBytes)) return;
        const othersBytes = (ring.ySlotCount - 1) * strideBytes;
        expect(othersBytes).toBeGreaterThanOrEqual(cacheBytes);
        expect(othersBytes).toBeLessThan(cacheBytes + strideBytes);
      }),
    );
  });
});
