import { describe, expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import { firstRounds } from '../testing/first-rounds.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { syntheticDocument } from '../testing/synthetic-document.js';
import { analysisSchema, type Analysis } from './analysis.js';
import { analyze } from './analyze.js';
import type { CellAnalysis } from './cells/cell-schema.js';

const mib = 2 ** 20;
const large = 32 * mib;
const trio = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
const withSkeletons = [...trio, ...trio.map((id) => `${id}-skeleton`)];

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
    expect(twoPass.memcpyFraction!.ratio).toBeCloseTo((3 / 400) * (250 / 2), 9);
  });

  it('decides by the sum of the baselines, where all were measured', () => {
    // read + copy, and read + read + copy.
    expect(twoPass.floorNs! / twoPass.medianNs).toBeCloseTo(450 / 400, 9);
    expect(twoPass.floorFraction!.ratio).toBeCloseTo(450 / 400, 9);
    expect(twoPass.verdict).toBe('memory-bound');
    expect(cellOf(analysis, 'three-pass-recompute').floorFraction!.ratio).toBeCloseTo(1.2, 9);
    expect(cellOf(analysis, 'three-pass-reload')).toMatchObject({
      floorNs: null,
      floorFraction: null,
      verdict: null,
    });
    expect(analysis.answer.limits).toMatchObject([
      { verdict: 'memory-bound', implementations: ['three-pass-recompute', 'two-pass'] },
      {
        verdict: null,
        implementations: ['three-pass-reload'],
        floorFraction: null,
        missingBaselines: ['update'],
      },
    ]);
    const { low, high } = analysis.answer.limits[0]!.floorFraction!;
    expect([low, high]).toEqual(
      [450 / 400, 1.2].map((ratio) => expect.closeTo(ratio, 9) as number),
    );
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
      ['gain-avx512', 'below'],
      ['gain-avx2', 'not tested'],
      ['limit-pass-three-pass-recompute', 'consistent'],
      ['limit-bus-three-pass-recompute', 'consistent'],
      ['limit-pass-three-pass-reload', 'consistent'],
      ['limit-bus-three-pass-reload', 'exceeds'],
      ['rivals-memory-bound', 'not tested'],
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

describe('documents that tell little', () => {
  const document = fixtureDocument();
  const only = (keep: (outcome: ResultDocument['outcomes'][number]) => boolean) =>
    analyze({ ...document, outcomes: document.outcomes.filter(keep) });

  it.each<[string, Analysis, object]>([
    ['nothing', only(() => false), { states: [], limitPlace: null, limits: [] }],
    ['only what was skipped', only(({ status }) => status === 'skipped'), { states: [] }],
    ['one size', only(({ cell }) => cell.problem.columns === 4096), { headlineGain: null }],
    [
      'js',
      only(({ cell }) => cell.target === 'js'),
      { headlineGain: { target: 'js', problem: oneRow(1 << 25) } },
    ],
    [
      'no three-pass',
      only(({ cell }) => cell.implementation === 'two-pass'),
      { states: [{ ranges: [] }], headlineGain: null },
    ],
    [
      'two rounds',
      analyze(firstRounds(document, 2)),
      { headlineGain: { interval: null, roundCount: 2 }, trust: { headlineHalfWidth: null } },
    ],
    [
      'a part',
      analyze({ ...document, finishedAtUtc: null }),
      {
        headlineGain: { over: 'three-pass-recompute', classification: 'faster' },
        trust: { isComplete: false },
      },
    ],
  ])('say so: %s', (_, analysis, answer) => {
    expect(analysis.answer).toMatchObject(answer);
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
    expect(JSON.stringify(analysis)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('warn of it', () => {
    expect(only(({ cell }) => cell.problem.columns === 4096).warnings.join(' ')).toMatch(
      /one size was measured.*No size was out of cache/,
    );
    expect(only(({ cell }) => cell.target === 'js').warnings.join(' ')).toMatch(/Only the js/);
    expect(analyze({ ...document, finishedAtUtc: null }).warnings[0]).toMatch(
      /^The run was interrupted/,
    );
  });
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
    ).warnings.join(' ');
  expect(warnings(1.2)).toMatch(
    /3 of 3 softmax configurations are faster than their memory-only versions, by up to 2\d/,
  );
  expect(warnings(1.2)).not.toContain('max has');
  expect(warnings(1.2, true)).toContain('max has');
  expect(warnings(1)).not.toContain('memory-only');
});

it('is the same for the same document', () => {
  expect(analyze(fixtureDocument())).toEqual(analyze(fixtureDocument()));
});
