import { describe, expect, it } from 'vitest';

import { tileElementCount } from '../../model/run-config.js';
import { fillTiled, makeTile } from './inputs.js';

describe('makeTile', () => {
  it('draws normal values with the asked mean and standard deviation', () => {
    const tile = makeTile({ distribution: 'normal', mean: 2, standardDeviation: 4 }, 7);
    const mean = tile.reduce((sum, value) => sum + value, 0) / tile.length;
    const variance = tile.reduce((sum, value) => sum + (value - mean) ** 2, 0) / tile.length;
    // Five standard errors of the mean and of the standard deviation.
    expect(Math.abs(mean - 2)).toBeLessThan((5 * 4) / Math.sqrt(tileElementCount));
    expect(Math.abs(Math.sqrt(variance) - 4)).toBeLessThan((5 * 4) / Math.sqrt(tileElementCount));
    expect(tile.every(Number.isFinite)).toBe(true);
  });

  it('keeps uniform values inside their bounds', () => {
    const tile = makeTile({ distribution: 'uniform', low: -1000, high: 1000 }, 7);
    expect(tile.every((value) => value >= -1000 && value <= 1000)).toBe(true);
    expect(tile.some((value) => value < -990)).toBe(true);
    expect(tile.some((value) => value > 990)).toBe(true);
  });

  it('depends on the seed and on nothing else', () => {
    const input = { distribution: 'normal', mean: 0, standardDeviation: 1 } as const;
    const tile = makeTile(input, 1);
    const again = makeTile(input, 1);
    expect(tile.every((value, i) => value === again[i])).toBe(true);
    expect(tile.subarray(0, 8)).not.toEqual(makeTile(input, 2).subarray(0, 8));
  });
});

describe('fillTiled', () => {
  it.each([1, 4, 5, 6, 23])('repeats the tile over %i elements', (elementCount) => {
    const tile = Float32Array.of(1, 2, 3, 4, 5);
    const region = new Float32Array(elementCount);
    fillTiled(region, tile);
    expect([...region]).toEqual(Array.from(region, (_, i) => (i % 5) + 1));
  });
});
