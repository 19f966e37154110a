import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { syntheticDocument } from '../testing/synthetic-document.js';
import type { Analysis, CellAnalysis } from './analysis.js';
import { analyze } from './analyze.js';
import { analysisSchema } from './schema.js';

const mib = 2 ** 20;
const options = { peakBandwidthBytesPerSecond: null };
const large = 32 * mib;
const trio = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
const withSkeletons = [...trio, ...trio.map((id) => `${id}-skeleton`)];

/** Time in nanoseconds of the bus bytes at so many GB/s. */
function transferNs(algorithm: string, elementCount: number, gigabytesPerSecond: number): number {
  const { busBytes, passBytes } = trafficOf(algorithmOf(algorithm), elementCount);
  return (busBytes ?? passBytes) / gigabytesPerSecond;
}

function cellOf({ cells }: Analysis, algorithm: string, elementCount = large): CellAnalysis {
  return cells.find((cell) => cell.algorithm === algorithm && cell.elementCount === elementCount)!;
}

describe('a run worked out by hand', () => {
  const times: Record<string, number> = {
    'three-pass-recompute': 500,
    'three-pass-reload': 640,
    'two-pass': 400,
    'two-pass-skeleton': 380,
    copy: 300,
    'copy-streaming': 200,
    'libc-memcpy': 250,
    read: 150,
  };
  const analysis = analyze(
    syntheticDocument({
      trueNs: (algorithm, count) => (times[algorithm]! * count) / 400,
      algorithms: Object.keys(times),
      elementCounts: [large],
      noise: 0,
    }),
    { peakBandwidthBytesPerSecond: 50e9 },
  );
  const twoPass = cellOf(analysis, 'two-pass');

  it('has three bandwidths and both predictions', () => {
    // 2N, 3N and 4N of 4 bytes over one median time.
    expect(twoPass.passBytesPerSecond / twoPass.usefulBytesPerSecond).toBeCloseTo(1.5, 9);
    expect(twoPass.busBytesPerSecond! / twoPass.usefulBytesPerSecond).toBeCloseTo(2, 9);
    expect(twoPass.usefulBytesPerSecond).toBeCloseTo((8 / twoPass.nsPerElement) * 1e9, -3);
    // Copy moves 2N by passes and 3N on the bus: 450 and 400 to the 400 that were measured.
    expect(twoPass.overPassPrediction!.ratio).toBeCloseTo(400 / 450, 9);
    expect(twoPass.overBusPrediction!.ratio).toBeCloseTo(1, 9);
    expect(twoPass.skeletonFraction!.ratio).toBeCloseTo(0.95, 9);
    expect(twoPass.memcpyFraction).toBeCloseTo((3 / 400) * (250 / 2), 9);
    expect(twoPass.verdict).toBe('memory-bound');
  });

  it('infers that stores allocate', () => {
    expect(analysis.writeAllocateProbes).toMatchObject([
      { conclusion: 'allocates', copyOverStreaming: { roundCount: 12 } },
    ]);
    expect(analysis.writeAllocateProbes[0]!.avoidedShare).toBeCloseTo(0, 9);
  });

  it('compares two-pass with both and holds it against the claims', () => {
    const overs = analysis.speedups.map(({ over, ratio }) => [over, Number(ratio.toFixed(9))]);
    expect(overs).toEqual([
      ['three-pass-recompute', 1.25],
      ['three-pass-reload', 1.6],
    ]);
    expect(analysis.paperClaims.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['gain-avx512', 'not reproduced'],
      ['gain-avx2', 'not comparable'],
      ['limit-pass-three-pass-recompute', 'reproduced'],
      ['limit-bus-three-pass-recompute', 'reproduced'],
      ['limit-pass-three-pass-reload', 'reproduced'],
      ['limit-bus-three-pass-reload', 'not reproduced'],
      ['three-pass-memory-bound', 'not comparable'],
    ]);
  });

  it('names what exceeds the read bandwidth or the peak', () => {
    expect(analysis.impossible).toEqual([]);
    // Two reads of x in one and a half times what one takes; update writes no more than it reads.
    const fast = analyze(
      syntheticDocument({
        trueNs: (algorithm, count) => (algorithm === 'two-pass' ? 1.5 : 1) * count,
        algorithms: ['two-pass', 'read', 'update', 'copy'],
        elementCounts: [large],
        noise: 0,
      }),
    );
    expect(fast.impossible).toMatchObject([
      { cellId: expect.stringMatching(/^two-pass\//) as string, limit: 'read bandwidth' },
    ]);
    expect(fast.cells[0]!.flags).toContain('above-read-bandwidth');
    const limited = analyze(
      syntheticDocument({
        trueNs: (_, count) => count,
        algorithms: ['copy'],
        elementCounts: [large],
        noise: 0,
      }),
      { peakBandwidthBytesPerSecond: 5e9 },
    );
    expect(limited.impossible).toMatchObject([{ limit: 'peak bandwidth' }]);
  });
});

describe('machines whose truth is known, over 1000 noisy draws', () => {
  const drawCount = 1000;
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
              transferNs(algorithm, count, 12) * (algorithm.endsWith('skeleton') ? 1 : slowdown),
            algorithms: ['two-pass', 'two-pass-skeleton'],
            elementCounts: [large],
            seed,
          }),
          options,
        );
        expect(cells[0]!.verdict).toBe(verdict);
      }
    },
    60_000,
  );

  it('one with no effect shows a difference in at most 5 % of draws', () => {
    for (const roundCount of [7, 12]) {
      const claims = draws.flatMap((seed) =>
        analyze(
          syntheticDocument({
            trueNs: (_, count) => count,
            algorithms: ['three-pass-recompute', 'two-pass'],
            elementCounts: [large],
            roundCount,
            seed: seed + 1000 * roundCount,
          }),
          options,
        ).speedups.map(({ classification }) => classification !== 'no difference'),
      );
      expect(claims.filter(Boolean).length / claims.length).toBeLessThanOrEqual(0.05);
    }
  }, 60_000);

  it('one that reports 260 MiB of cache and has 40 is seen through', () => {
    const elementCounts = [0.5, 1, 2, 4, 8, 16, 32, 64].map((count) => count * mib);
    for (const seed of draws) {
      const { caches, groups, answer } = analyze(
        syntheticDocument({
          trueNs: (algorithm, count) => {
            const touched = trafficOf(algorithmOf(algorithm), count).usefulBytes;
            return transferNs(algorithm, count, touched <= 40 * mib ? 30 : 12);
          },
          algorithms: [...withSkeletons, 'read', 'copy'],
          elementCounts,
          machine: { lastLevelCacheBytes: 260 * mib, hypervisor: 'KVM' },
          roundCount: 6,
          samplesPerRound: 1,
          seed,
        }),
        options,
      );
      expect(caches.boundaries.at(-1)?.source).toBe('measured');
      expect(caches.measuredLastLevelBytes! / mib).toBeGreaterThan(20);
      expect(caches.measuredLastLevelBytes! / mib).toBeLessThan(80);
      expect(caches.explanation).toContain('cannot be right');
      expect(groups[0]).toMatchObject({ outOfCacheElementCount: 64 * mib, isFarOutOfCache: true });
      expect(answer[0]).toMatch(/^Out of cache on avx512 \(67,108,864 elements\) two-pass is/);
    }
  }, 60_000);
});

describe('documents that tell little', () => {
  const document = fixtureDocument();
  const only = (keep: (outcome: ResultDocument['outcomes'][number]) => boolean) =>
    analyze({ ...document, outcomes: document.outcomes.filter(keep) }, options);

  it.each<[string, Analysis, RegExp]>([
    ['nothing', only(() => false), /^Nothing was measured/],
    ['only what was skipped', only(({ status }) => status === 'skipped'), /^Nothing was measured/],
    ['one size', only(({ cell }) => cell.elementCount === 4096), /No size measured on avx512/],
    ['js', only(({ cell }) => cell.target === 'js'), /^Out of cache on js/],
    ['no three-pass', only(({ cell }) => cell.algorithm === 'two-pass'), /were not both measured/],
    [
      'two rounds',
      analyze(firstRounds(2), options),
      /2 rounds are too few to tell that from chance/,
    ],
    [
      'a part',
      analyze({ ...document, finishedAtUtc: null }, options),
      /two-pass is 1\.2\dx as fast/,
    ],
  ])('say so: %s', (_, analysis, answer) => {
    expect(analysis.answer[0]).toMatch(answer);
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
    expect(JSON.stringify(analysis)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('warn of it', () => {
    expect(only(({ cell }) => cell.elementCount === 4096).warnings.join(' ')).toMatch(
      /One size was measured.*No size was out of cache/,
    );
    expect(only(({ cell }) => cell.target === 'js').warnings.join(' ')).toMatch(/Only the js/);
    expect(analyze({ ...document, finishedAtUtc: null }, options).warnings[0]).toMatch(
      /^The run was interrupted/,
    );
  });

  function firstRounds(count: number): ResultDocument {
    return {
      ...document,
      outcomes: document.outcomes.map((outcome) =>
        outcome.status === 'measured'
          ? {
              ...outcome,
              durationsNs: outcome.durationsNs.slice(0, 3 * count),
              rounds: outcome.rounds.slice(0, 3 * count),
              processes: outcome.processes.slice(0, 3 * count),
            }
          : outcome,
      ),
    };
  }
});

it('says where arithmetic saves time, and whether max may pay for having none', () => {
  const warnings = (factor: number, perPass = false): string =>
    analyze(
      syntheticDocument({
        trueNs: (algorithm, count) => (algorithm.endsWith('-skeleton') ? factor : 1) * count,
        algorithms: withSkeletons,
        elementCounts: [large],
        roundCount: 7,
        perPass,
      }),
      options,
    ).warnings.join(' ');
  expect(warnings(1.2)).toMatch(
    /3 of 3 softmax cells are faster than the same passes .* up to 2\d/,
  );
  expect(warnings(1.2)).not.toContain('max, which');
  expect(warnings(1.2, true)).toContain('max, which hardly computes');
  expect(warnings(1)).not.toContain('without arithmetic');
});

it('is the same for the same document', () => {
  expect(analyze(fixtureDocument(), options)).toEqual(analyze(fixtureDocument(), options));
});
