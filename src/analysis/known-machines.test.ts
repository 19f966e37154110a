import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { syntheticDocument } from '../testing/synthetic-document.js';
import { analyze } from './analyze.js';

const mib = 2 ** 20;
const large = 32 * mib;

/** Time in nanoseconds of the bus bytes at so many GB/s. */
function transferNs(algorithm: string, elementCount: number, gigabytesPerSecond: number): number {
  const { busBytes, passBytes } = trafficOf(algorithmOf(algorithm), oneRow(elementCount));
  return (busBytes ?? passBytes) / gigabytesPerSecond;
}

describe('machines whose truth is known, over many noisy draws', () => {
  const drawCount = 300;
  const draws = Array.from({ length: drawCount }, (_, seed) => seed);

  it.each([
    ['memory-bound', 1.02],
    ['mixed', 1.4],
    ['compute-bound', 3],
  ] as const)(
    'a %s one is called that',
    (verdict, slowdown) => {
      for (const seed of draws) {
        const { cells } = analyze(
          syntheticDocument({
            trueNs: (algorithm, count) =>
              transferNs(algorithm, count, 12) * (algorithm === 'two-pass' ? slowdown : 1),
            algorithms: ['two-pass', 'read', 'copy'],
            elementCounts: [large],
            seed,
          }),
        );
        expect(cells[0]!.verdict).toBe(verdict);
      }
    },
    60_000,
  );

  it('one with no effect shows a difference in at most 5% of draws', () => {
    for (const roundCount of [7, 12]) {
      const claims = draws.flatMap((seed) =>
        analyze(
          syntheticDocument({
            trueNs: (_, count) => count,
            algorithms: ['three-pass-recompute', 'two-pass'],
            elementCounts: [large],
            roundCount,
            seed: seed + drawCount * roundCount,
          }),
        ).speedups.map(({ classification }) => classification !== 'no difference'),
      );
      expect(claims.filter(Boolean).length / claims.length).toBeLessThanOrEqual(0.05);
    }
  }, 60_000);

  it('one that reports 260 MiB of cache and has 40 is seen through', () => {
    // Each draw is a sweep, 20 times as large as those above.
    const sweptDraws = draws.slice(0, 100);
    const elementCounts = [0.5, 1, 2, 4, 8, 16, 32, 64].map((count) => count * mib);
    for (const seed of sweptDraws) {
      const { sweeps, answer } = analyze(
        syntheticDocument({
          trueNs: (algorithm, count) => {
            const touched = trafficOf(algorithmOf(algorithm), oneRow(count)).usefulBytes;
            return transferNs(algorithm, count, touched <= 40 * mib ? 30 : 12);
          },
          algorithms: ['three-pass-recompute', 'three-pass-reload', 'two-pass', 'read', 'copy'],
          elementCounts,
          machine: { lastLevelCacheBytes: 260 * mib, hypervisor: 'KVM' },
          roundCount: 6,
          samplesPerRound: 1,
          seed,
        }),
      );
      const { caches } = sweeps[0]!;
      expect(caches.boundaries.at(-1)?.source).toBe('measured');
      expect(caches.measuredLastLevelBytes! / mib).toBeGreaterThan(20);
      expect(caches.measuredLastLevelBytes! / mib).toBeLessThan(80);
      expect(caches.explanation).toContain('(measured, used)');
      expect(sweeps[0]).toMatchObject({
        outOfCacheProblem: oneRow(64 * mib),
        isOutOfCache: true,
      });
      expect(answer.headlineGain).toMatchObject({
        target: 'avx512',
        problem: oneRow(64 * mib),
        isOutOfCache: true,
      });
    }
  }, 60_000);
});
