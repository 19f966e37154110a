import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatProblem, oneRow, workingSetOf } from '../model/problem.js';
import type { CacheBoundary } from '../model/region.js';
import type { SizeSpec } from '../model/run-config.js';
import { namedIn, problemsOf, representativeProblems } from './sizes.js';

const kib = 2 ** 10;
const mib = 2 ** 20;
const sweep = {
  fromWorkingSetBytes: 4096,
  toCacheMultiple: 4,
  pointsPerOctave: 1,
  maxArrayBytes: null,
};

function endingAt(...capacitiesBytes: readonly number[]): readonly CacheBoundary[] {
  return capacitiesBytes.map((capacityBytes, index): CacheBoundary => {
    const isLast = index === capacitiesBytes.length - 1;
    const region = isLast ? 'LLC' : (`L${index + 1}` as const);
    return { region, capacityBytes, source: 'operating system' };
  });
}

function countsOf(sizes: SizeSpec, cacheBytes: number): readonly number[] {
  return problemsOf({ sizes }, endingAt(cacheBytes)).map(({ columns }) => columns);
}

describe('a sweep that is dense at the ends of caches', () => {
  const boundaries = endingAt(32 * kib, mib, 32 * mib);
  const dense = { ...sweep, pointsPerOctave: 0.5, pointsPerOctaveAtEdges: 2 };
  const workingSets = problemsOf({ sizes: dense }, boundaries).map(workingSetOf);
  const near = (capacityBytes: number): readonly number[] =>
    workingSets.filter((bytes) => bytes >= capacityBytes / 2.1 && bytes <= 2.1 * capacityBytes);

  it('has five sizes within a factor of 2 of each cache, and one for each two doublings elsewhere', () => {
    for (const { capacityBytes } of boundaries) expect(near(capacityBytes)).toHaveLength(5);
    const others = workingSets.filter((bytes) =>
      boundaries.every(({ capacityBytes }) => !near(capacityBytes).includes(bytes)),
    );
    expect(others).toEqual([4 * kib, 256 * kib, 4 * mib, 256 * mib]);
  });

  it('is represented by one size in each cache and two in DRAM', () => {
    const few = representativeProblems(problemsOf({ sizes: dense }, boundaries), boundaries).map(
      workingSetOf,
    );
    expect(few).toHaveLength(5);
    expect(few.filter((bytes) => bytes > 32 * mib)).toEqual([64 * mib, 256 * mib]);
    for (const [low, high] of [
      [0, 32 * kib],
      [32 * kib, mib],
      [mib, 32 * mib],
    ] as const) {
      expect(few.filter((bytes) => bytes > low && bytes <= high)).toHaveLength(1);
    }
  });
});

describe('problemsOf', () => {
  it('sorts a list and drops duplicates', () => {
    expect(countsOf([3000, '1Ki..4Ki', 1000, '3000'], mib)).toEqual([1000, 1024, 2048, 3000, 4096]);
  });

  it('doubles working sets from 4 KiB to arrays of four times the last-level cache', () => {
    const counts = countsOf(sweep, 32 * mib);
    expect(counts[0]).toBe(512);
    expect(counts.at(-1)).toBe(32 * mib);
    expect(counts).toHaveLength(17);
    for (const [index, count] of counts.entries()) expect(count).toBe(512 * 2 ** index);
  });

  it('does not go beyond the last size where that is off the grid', () => {
    const counts = countsOf(sweep, 260 * mib);
    expect(counts.at(-1)).toBe(260 * mib);
  });

  it('leaves out points near the last one, and all but one with arrays above 256 MiB', () => {
    expect(countsOf(sweep, 46 * mib).slice(-2)).toEqual([32 * mib, 46 * mib]);
    expect(countsOf(sweep, 45 * mib).slice(-2)).toEqual([16 * mib, 45 * mib]);
    expect(countsOf(sweep, 260 * mib).slice(-2)).toEqual([64 * mib, 260 * mib]);
  });

  it('stops at the largest array allowed', () => {
    const quick = { ...sweep, pointsPerOctave: 0.25, maxArrayBytes: 128 * mib };
    const expected = [512, 8192, 131072, 2 * mib, 32 * mib];
    expect(countsOf(quick, 260 * mib)).toEqual(expected);
  });

  it('rises, ends at the top and stays within it, for any sweep', () => {
    const anySweep = fc.record({
      fromWorkingSetBytes: fc.integer({ min: 1, max: 1e8 }),
      toCacheMultiple: fc.double({ min: 0.01, max: 16, noNaN: true }),
      pointsPerOctave: fc.double({ min: 0.1, max: 16, noNaN: true }),
      maxArrayBytes: fc.option(fc.integer({ min: 1, max: 1e9 })),
    });
    fc.assert(
      fc.property(anySweep, fc.integer({ min: 1024, max: 1e9 }), (sizes, cacheBytes) => {
        const counts = countsOf(sizes, cacheBytes);
        const wanted = Math.ceil((sizes.toCacheMultiple * cacheBytes) / 4);
        const allowed = Math.floor((sizes.maxArrayBytes ?? Infinity) / 4);
        expect(counts.at(-1)).toBe(Math.max(1, Math.min(wanted, allowed)));
        for (const count of counts) expect(Number.isInteger(count) && count > 0).toBe(true);
      }),
    );
  });
});

describe('shapes', () => {
  const spec = { shapes: ['8x100', 'vision', '1x800:900', '256x1000'] };

  it('are ascending and without duplicates, whether named or of a preset', () => {
    expect(problemsOf(spec, endingAt(mib)).map(formatProblem)).toEqual([
      '8x100',
      '1x800',
      '256x1000',
      '256x21841',
    ]);
  });

  it('of a preset alone are not named', () => {
    const named = problemsOf(spec, endingAt(mib)).filter(namedIn(spec));
    expect(named.map(formatProblem)).toEqual(['8x100', '1x800', '256x1000']);
    expect([{ sizes: [5] }, { sizes: sweep }].map((own) => namedIn(own)(oneRow(5)))).toEqual([
      true,
      false,
    ]);
  });
});
