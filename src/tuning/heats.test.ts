import { describe, expect, it } from 'vitest';

import { placeOf, type CacheBoundary } from '../model/region.js';
import { workingSetOf } from '../model/problem.js';
import { heatsOf, tunedByDefault, type Heat, type HeatRequest } from './heats.js';

const kibibyte = 1024;
const boundaries: readonly CacheBoundary[] = [
  { region: 'L1', capacityBytes: 32 * kibibyte, source: 'operating system' },
  { region: 'L2', capacityBytes: 1024 * kibibyte, source: 'operating system' },
  { region: 'LLC', capacityBytes: 32768 * kibibyte, source: 'operating system' },
];
const all = { threadCount: 8, placement: 'compact', scaling: 'weak' } as const;
const request: HeatRequest = {
  targets: ['avx2'],
  passes: tunedByDefault,
  threadings: [null, all],
  boundaries,
  hasChoice: () => true,
  exists: () => true,
  hasThreads: () => true,
  isDecided: () => false,
};

/** What is raced, as `level threads pass store`. */
function usesOf(heats: readonly Heat[]): readonly string[] {
  return heats.flatMap(({ algorithm, regime, raced }) =>
    raced.map((index) => {
      const { pass, store } = algorithm.passes[index]!;
      return `${regime.level} ${regime.threads} ${pass} ${store}`;
    }),
  );
}

describe('heats', () => {
  const heats = heatsOf(request);

  it('race each pass once in each regime', () => {
    const uses = usesOf(heats);
    expect(new Set(uses).size).toBe(uses.length);
    for (const pass of tunedByDefault) {
      for (const level of ['L1', 'L2', 'LLC', 'DRAM']) {
        expect(uses).toContain(`${level} one ${pass} ordinary`);
      }
      expect(uses).toContain(`DRAM several ${pass} ordinary`);
    }
  });

  it('leave NT stores and several threads to what no inner cache holds', () => {
    const uses = usesOf(heats);
    expect(uses).toContain('LLC one ext-scale non-temporal');
    expect(uses).not.toContain('L2 one ext-scale non-temporal');
    expect(uses.filter((use) => /^L[12] several/.test(use))).toEqual([]);
  });

  it('lie inside the level of one thread, one thread before several', () => {
    const single = heats.filter(({ threading }) => threading === null);
    for (const { problem, regime } of single) {
      expect(placeOf(workingSetOf(problem), boundaries).region).toBe(regime.level);
    }
    expect(heats.slice(0, single.length)).toEqual(single);
  });

  it('leave out what is decided, has no choice, or has no threads', () => {
    const some = heatsOf({
      ...request,
      passes: ['max', 'copy'],
      hasThreads: () => false,
      hasChoice: (_target, _pass, store) => store === 'ordinary',
      isDecided: ({ pass, level }) => pass === 'max' && level !== 'L2',
    });
    expect(usesOf(some)).toEqual([
      'L1 one copy ordinary',
      ...['L2 one max ordinary', 'L2 one copy ordinary'],
      ...['LLC one copy ordinary', 'DRAM one copy ordinary'],
    ]);
  });
});
