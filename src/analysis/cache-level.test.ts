import { describe, expect, it } from 'vitest';

import { fixtureMachine } from '../testing/fixture-document.js';
import { cacheLevelOf } from './cache-level.js';

const { caches } = fixtureMachine;
const kib = 1024;

describe('cacheLevelOf', () => {
  it('is the nearest cache that holds all of the footprint', () => {
    const levels = [48 * kib, 48 * kib + 1, 1024 * kib, 32 * 1024 * kib, 32 * 1024 * kib + 1];
    expect(levels.map((bytes) => cacheLevelOf(bytes, fixtureMachine))).toEqual([
      'L1',
      'L2',
      'L2',
      'L3',
      'memory',
    ]);
  });

  it('believes an override of the last level, whether it says less or more', () => {
    const less = { caches, lastLevelCacheBytes: 512 * kib };
    expect(cacheLevelOf(512 * kib, less)).toBe('L2');
    expect(cacheLevelOf(512 * kib + 1, less)).toBe('memory');
    expect(cacheLevelOf(64 * 1024 * kib, { caches, lastLevelCacheBytes: 64 * 1024 * kib })).toBe(
      'L3',
    );
  });

  it('names no level where none is known', () => {
    expect(cacheLevelOf(1, { caches: [], lastLevelCacheBytes: 2 })).toBe('cache');
  });
});
