import { describe, expect, it } from 'vitest';

import { fixtureMachine } from '../testing/fixture-document.js';
import { oneRow } from './problem.js';
import { cacheBoundaries, isOutOfCache, placeOf } from './region.js';

const kib = 1024;
const mib = 1024 * kib;

describe('placeOf', () => {
  // 48 KiB, 1 MiB, 32 MiB.
  const boundaries = cacheBoundaries(fixtureMachine, 32 * mib, 'operating system');

  it.each([
    [8 * kib, 'L1', false],
    [24 * kib, 'L1', true],
    [48 * kib, 'L1', true],
    [48 * kib + 1, 'L2', true],
    [96 * kib + 1, 'L2', false],
    [512 * kib, 'L2', true],
    [2 * mib + 1, 'LLC', false],
    [32 * mib, 'LLC', true],
    [64 * mib, 'DRAM', true],
    [64 * mib + 1, 'DRAM', false],
  ])('places %d bytes in %s, transition: %s', (bytes, region, isTransition) => {
    expect(placeOf(bytes, boundaries)).toEqual({ region, isTransition });
  });

  it('does not count inner caches that are no smaller than the last level', () => {
    const small = cacheBoundaries(fixtureMachine, 512 * kib, 'measured');
    expect(small.map(({ region }) => region)).toEqual(['L1', 'LLC']);
    expect(placeOf(600 * kib, small).region).toBe('DRAM');
  });

  it.each(['--llc', 'measured'] as const)(
    'keeps L2 as the last reported level below %s',
    (source) => {
      const machine = {
        ...fixtureMachine,
        caches: fixtureMachine.caches.filter(({ level }) => level < 3),
        lastLevelCacheSource: source,
      };
      const regionsOf = (bytes: number) =>
        cacheBoundaries(machine, bytes, source).map(({ region }) => region);
      expect(regionsOf(32 * mib)).toEqual(['L1', 'L2', 'LLC']);
      expect(placeOf(781 * kib, cacheBoundaries(machine, 32 * mib, source)).region).toBe('L2');
      expect(regionsOf(mib)).toEqual(['L1', 'LLC']);
    },
  );
});

it('counts as out of cache from 4 times the cache for each array', () => {
  expect(isOutOfCache(oneRow(32 * mib), 32 * mib)).toBe(true);
  expect(isOutOfCache(oneRow(32 * mib - 1), 32 * mib)).toBe(false);
});
