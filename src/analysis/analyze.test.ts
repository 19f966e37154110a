import { describe, expect, it } from 'vitest';

import { cellAt } from '../model/cell.js';
import { formatProblem, oneRow } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { syntheticDocument } from '../testing/synthetic-document.js';
import { analysisSchema, type Analysis } from './analysis.js';
import { analyze, analyzeCells, outlineRun } from './analyze.js';
import type { CellAnalysis } from './cells/cell-schema.js';

const mib = 2 ** 20;
const options = { peakBandwidthBytesPerSecond: null };
const large = 32 * mib;
const trio = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
const withSkeletons = [...trio, ...trio.map((id) => `${id}-skeleton`)];

/** Time in nanoseconds of the bus bytes at so many GB/s. */
function transferNs(algorithm: string, elementCount: number, gigabytesPerSecond: number): number {
  const { busBytes, passBytes } = trafficOf(algorithmOf(algorithm), oneRow(elementCount));
  return (busBytes ?? passBytes) / gigabytesPerSecond;
}

function cellOf({ cells }: Analysis, id: string): CellAnalysis {
  return cells.find(
    ({ implementation, problem }) => implementation === id && problem.columns === large,
  )!;
}

describe('a run worked out by hand', () => {
  const times: Record<string, number> = {
    'three-pass-recompute': 500,
    'three-pass-reload': 640,
    'two-pass': 400,
    'two-pass-skeleton': 380,
    copy: 300,
    'copy-nt': 200,
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
      { conclusion: 'allocates', copyOverNonTemporal: { roundCount: 12 } },
    ]);
    expect(analysis.writeAllocateProbes[0]!.avoidedShare).toBeCloseTo(0, 9);
  });

  it('compares two-pass with both and holds it against the claims', () => {
    const overs = analysis.speedups.map(({ over, ratio }) => [over, Number(ratio.toFixed(9))]);
    expect(overs).toEqual([
      ['three-pass-recompute', 1.25],
      ['three-pass-reload', 1.6],
    ]);
    expect(analysis.claims.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['gain-avx512', 'not reproduced'],
      ['gain-avx2', 'not comparable'],
      ['limit-pass-three-pass-recompute', 'reproduced'],
      ['limit-bus-three-pass-recompute', 'reproduced'],
      ['limit-pass-three-pass-reload', 'reproduced'],
      ['limit-bus-three-pass-reload', 'not reproduced'],
      ['rivals-memory-bound', 'not comparable'],
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
      { cellId: expect.stringMatching(/^softmax\/two-pass\//) as string, limit: 'read bandwidth' },
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
      const { sweeps, answer } = analyze(
        syntheticDocument({
          trueNs: (algorithm, count) => {
            const touched = trafficOf(algorithmOf(algorithm), oneRow(count)).usefulBytes;
            return transferNs(algorithm, count, touched <= 40 * mib ? 30 : 12);
          },
          algorithms: [...trio, 'read', 'copy'],
          elementCounts,
          machine: { lastLevelCacheBytes: 260 * mib, hypervisor: 'KVM' },
          roundCount: 6,
          samplesPerRound: 1,
          seed,
        }),
        options,
      );
      const { caches } = sweeps[0]!;
      expect(caches.boundaries.at(-1)?.source).toBe('measured');
      expect(caches.measuredLastLevelBytes! / mib).toBeGreaterThan(20);
      expect(caches.measuredLastLevelBytes! / mib).toBeLessThan(80);
      expect(caches.explanation).toContain('is not used');
      expect(sweeps[0]).toMatchObject({
        outOfCacheProblem: oneRow(64 * mib),
        isOutOfCache: true,
      });
      expect(answer[0]).toMatch(/^two-pass is .* 64 Mi elements on avx512, out of cache;/);
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
    [
      'one size',
      only(({ cell }) => cell.problem.columns === 4096),
      /^two-pass was not tested out of cache: .* avx512/,
    ],
    ['js', only(({ cell }) => cell.target === 'js'), / 32 Mi elements on js,/],
    [
      'no three-pass',
      only(({ cell }) => cell.implementation === 'two-pass'),
      /were not both measured/,
    ],
    ['two rounds', analyze(firstRounds(2), options), /only 2 rounds: inconclusive/],
    [
      'a part',
      analyze({ ...document, finishedAtUtc: null }, options),
      /two-pass is 1\.2\dx faster than three-pass-recompute, the best three-pass \[95% CI 1\./,
    ],
  ])('say so: %s', (_, analysis, answer) => {
    expect(analysis.answer[0]).toMatch(answer);
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
    expect(JSON.stringify(analysis)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('warn of it', () => {
    expect(only(({ cell }) => cell.problem.columns === 4096).warnings.join(' ')).toMatch(
      /one size was measured.*No size was out of cache/,
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
    /3 of 3 softmax configurations are faster than their memory-only versions, by up to 2\d/,
  );
  expect(warnings(1.2)).not.toContain('max has');
  expect(warnings(1.2, true)).toContain('max has');
  expect(warnings(1)).not.toContain('memory-only');
});

it('is the same for the same document', () => {
  expect(analyze(fixtureDocument(), options)).toEqual(analyze(fixtureDocument(), options));
});

describe('a study', () => {
  const both = fixtureDocument(['softmax', 'log-softmax']);
  const softmax: ResultDocument = {
    ...both,
    outcomes: both.outcomes.filter(({ cell }) => !cell.implementation.startsWith('log-softmax')),
  };

  it('compares implementations of its own operation alone', () => {
    const analysis = analyze(both, { study: 'log-softmax' });
    expect(analysis.study).toMatchObject({ id: 'log-softmax', otherStudies: ['paper'] });
    expect(new Set(analysis.cells.map(({ operation }) => operation))).toEqual(
      new Set(['log-softmax', 'copy', 'none']),
    );
    expect(analysis.speedups.length).toBeGreaterThan(0);
    for (const { implementation, over } of analysis.speedups) {
      expect(algorithmOf(implementation).operation).toBe('log-softmax');
      expect(over).toBe('log-softmax-three-pass');
    }
    expect(analysis.steadiness.headline).toMatchObject({ over: 'log-softmax-three-pass' });
    expect(analysis.claims).toEqual([]);
    expect(analysis.answer[0]).toMatch(
      /^log-softmax-two-pass is .* than log-softmax-three-pass \[/,
    );
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
  });

  it('is the first that was measured, else the paper', () => {
    expect(analyze(both).study).toMatchObject({ id: 'paper', otherStudies: ['log-softmax'] });
    expect(analyze(fixtureDocument(['logsumexp'])).study.id).toBe('logsumexp');
    expect(analyze({ ...both, outcomes: [] }).study.id).toBe('paper');
    expect(() => analyze(both, { study: 'top-k' })).toThrow(/unknown study "top-k", expected one/);
  });

  it('has the same figures whatever else was measured', () => {
    const { protocol, steadiness, study, ...figures } = analyze(softmax);
    expect(analyze(both)).toMatchObject({ ...figures, unreachedCellCount: 0 });
    expect(steadiness.headline).toEqual(analyze(both).steadiness.headline);
    expect(study.otherStudies).toEqual([]);
    expect(protocol.measuredCellCount).toBeLessThan(analyze(both).protocol.measuredCellCount);
  });

  it('does not limit tables of cells', () => {
    const { cells, sweeps } = analyzeCells(both);
    const operations = new Set(cells.map(({ operation }) => operation));
    expect(operations).toEqual(new Set(['softmax', 'log-softmax', 'copy', 'none']));
    expect(sweeps.map(({ target }) => target)).toEqual(['avx512', 'js']);
  });
});

describe('sweeps', () => {
  const elementCounts = [0.5, 1, 2, 4, 8, 16, 32, 64].map((count) => count * mib);
  const run = (cacheState: 'cold-output' | 'cold' = 'cold-output') => {
    const document = syntheticDocument({
      // The cache ends at 40 MiB on default pages, and at 10 MiB on huge ones.
      trueNs: (algorithm, count, pages) => {
        const touched = trafficOf(algorithmOf(algorithm), oneRow(count)).usefulBytes;
        const isCached = touched <= (pages === 'huge' ? 10 : 40) * mib;
        return transferNs(algorithm, count, isCached ? 30 : 12);
      },
      algorithms: [...trio, 'read', 'copy'],
      elementCounts,
      pages: ['default', 'huge'],
      machine: { lastLevelCacheBytes: 260 * mib },
      noise: 0,
    });
    const outcomes = document.outcomes.map((outcome) =>
      outcome.cell.pages === 'huge'
        ? { ...outcome, cell: cellAt({ ...outcome.cell, cacheState }, outcome.cell.variants) }
        : outcome,
    );
    return { ...document, outcomes };
  };
  const lastLevels = (document: ResultDocument) =>
    outlineRun(document).sweeps.map(({ pages, caches }) => {
      const { capacityBytes, source } = caches.boundaries.at(-1)!;
      return [pages, source, Math.round(capacityBytes / mib)];
    });

  it('have the boundaries that their own read shows', () => {
    const { sweeps, speedups } = analyze(run());
    expect(sweeps.map(({ pages }) => pages)).toEqual(['default', 'huge']);
    const [[, , first], [, , second]] = lastLevels(run()) as [
      [...unknown[], number],
      [...unknown[], number],
    ];
    expect(first).toBeGreaterThan(30);
    expect(first).toBeLessThan(64);
    expect(second).toBeGreaterThan(7);
    expect(second).toBeLessThan(17);
    const regionOf = (wanted: string) =>
      speedups.find(
        ({ pages, problem }) => pages === wanted && formatProblem(problem) === '1x4194304',
      )?.region;
    expect(regionOf('default')).toBe('LLC');
    expect(regionOf('huge')).toBe('DRAM');
  });

  it('without a knee take that of another', () => {
    const [shown, borrowed] = lastLevels(run('cold'));
    expect(borrowed).toEqual(['huge', 'measured', shown![2]]);
    const { explanation } = analyze(run('cold')).sweeps[1]!.caches;
    expect(explanation).toContain('read on avx512/cold-output/t1/default drops');
  });
});
