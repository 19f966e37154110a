import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../../model/result.js';
import { ledgerOf, type NoiseRecord } from '../../model/noise.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import type { Analysis } from '../analysis.js';
import { analyze } from '../analyze.js';

const roundCount = 12;
const outOfCache = 1 << 25;

/** Three-pass takes `gain` times as long as two-pass, whose A/A control takes `controlRatio` times as long. */
function run(gain: number, controlRatio: number): ResultDocument {
  const factors: Readonly<Record<string, number>> = {
    'three-pass-recompute': gain,
    'two-pass-aa': controlRatio,
  };
  return syntheticDocument({
    trueNs: (algorithm, elementCount) => elementCount * (factors[algorithm] ?? 1),
    algorithms: ['three-pass-recompute', 'two-pass', 'two-pass-aa'],
    elementCounts: [1 << 12, outOfCache],
    roundCount,
    noise: 0.001,
  });
}

/** The document with the rounds of every cell changed. */
function changed(
  document: ResultDocument,
  change: (round: number) => { process?: number; slowdown?: number; noise?: Partial<NoiseRecord> },
): ResultDocument {
  return {
    ...document,
    outcomes: document.outcomes.map((outcome) => {
      if (outcome.status !== 'measured') return outcome;
      const { rounds, durationsNs, cell } = outcome;
      const isOlder = cell.implementation === 'three-pass-recompute';
      return {
        ...outcome,
        processes: rounds.map((round) => change(round).process ?? 0),
        durationsNs: durationsNs.map(
          (value, index) => value * (isOlder ? (change(rounds[index]!).slowdown ?? 1) : 1),
        ),
        noise: ledgerOf(
          Array.from({ length: roundCount }, (_, round) => ({
            ...quiet,
            round,
            ...change(round).noise,
          })),
        ),
      };
    }),
  };
}

const quiet: NoiseRecord = {
  round: 0,
  wallNs: 1e9,
  sampledNs: 0.9e9,
  stealNs: 0,
  involuntaryContextSwitches: 0,
  minorPageFaults: 0,
  majorPageFaults: 0,
  otherBusyNs: 0,
  clockHz: 3e9,
  frequencyHz: null,
  temperatureCelsius: null,
};

function gainOf({ speedups }: Analysis) {
  return speedups.find(({ problem }) => problem.columns === outOfCache);
}

describe('A/A noise', () => {
  it('is the difference of an A/A control from its original, in either direction', () => {
    for (const ratio of [1.02, 1 / 1.02]) {
      const floors = analyze(run(1.3, ratio)).aaNoise;
      expect(floors.map(({ region }) => region)).toEqual(['L1', 'DRAM']);
      for (const { floorRatio } of floors) expect(floorRatio).toBeCloseTo(1.02, 2);
    }
  });

  it('makes ties of differences that are no larger', () => {
    expect(gainOf(analyze(run(1.03, 1)))?.classification).toBe('faster');
    const analysis = analyze(run(1.03, 1.05));
    expect(gainOf(analysis)).toMatchObject({ classification: 'no difference' });
    expect(gainOf(analysis)!.interval!.low).toBeGreaterThan(1);
    expect(analysis.answer.headlineGain!.floorRatio).toBeCloseTo(1.05, 2);
  });

  it('is 1 in a result without A/A controls, which no table shows', () => {
    const analysis = analyze(run(1.3, 1));
    expect(analysis.cells.map(({ implementation }) => implementation)).not.toContain('two-pass-aa');
    expect(analysis.protocol.measuredCellCount).toBe(6);
    const document = run(1.03, 1.05);
    const { aaNoise, speedups } = analyze({
      ...document,
      outcomes: document.outcomes.filter(({ cell }) => cell.implementation !== 'two-pass-aa'),
    });
    expect(aaNoise).toEqual([]);
    expect(speedups.every(({ floorRatio }) => floorRatio === 1)).toBe(true);
  });
});

describe('the headline ratio', () => {
  it('is shown round by round, with its trend', () => {
    const steady = analyze(run(1.3, 1));
    expect(steady.steadiness.headline?.rounds).toHaveLength(roundCount);
    expect(steady.steadiness.headline?.trend).toBe('none');
    const drifting = analyze(changed(run(1.3, 1), (round) => ({ slowdown: 1 + 0.02 * round })));
    expect(drifting.steadiness.headline?.trend).toBe('rising');
    expect(drifting.warnings.join(' ')).toContain('kept rising from round to round');
  });

  it('knows what of its variation lies between processes', () => {
    const apart = analyze(
      changed(run(1.3, 1), (round) => {
        const process = Math.floor(round / 4);
        return { process, slowdown: 1 + 0.1 * process };
      }),
    );
    expect(apart.steadiness).toMatchObject({ processCount: 3 });
    expect(apart.steadiness.headline!.betweenProcessShare).toBeGreaterThan(0.9);
    expect(apart.steadiness.headline?.trend).toBe('none');
    // Three processes that differ by a tenth each do not know their mean to a hundredth.
    const { low, high } = gainOf(apart)!.interval!;
    expect(high - low).toBeGreaterThan(0.3);
  });
});

describe('precision', () => {
  it('counts the configurations within their targets, out of cache and in cache', () => {
    const document = run(1.3, 1);
    const of = (precisionPercent: number, precisionPercentInCache: number) => {
      const config = { ...document.plan.config, precisionPercent, precisionPercentInCache };
      return analyze({ ...document, plan: { ...document.plan, config } }).steadiness.precision;
    };
    // Two configurations at each of two sizes; the noise shared by all of a round is some percent.
    expect(of(50, 50)).toMatchObject({ cellCount: 4, reachedCount: 4 });
    expect(of(50, 0.001)).toMatchObject({ cellCount: 4, reachedCount: 2 });
    expect(of(0.001, 0.001)).toMatchObject({ reachedCount: 0 });
    const { medianHalfWidth, headlineHalfWidth } = of(1, 1);
    expect(medianHalfWidth).toBeGreaterThan(0.01);
    // Drift cancels in a ratio.
    expect(headlineHalfWidth).toBeLessThan(0.01);
  });
});

describe('disturbed rounds', () => {
  const hog: Partial<NoiseRecord> = { otherBusyNs: 0.9e9 };

  it('are counted with their causes, kept, and compared with what is left without them', () => {
    const document = changed(run(1.3, 1), (round) =>
      round < 3 ? { slowdown: 1.2, noise: { ...hog, stealNs: round === 0 ? 0.1e9 : 0 } } : {},
    );
    const { steadiness, speedups } = analyze(document);
    const sizes = 2;
    expect(steadiness.disturbances).toMatchObject({
      roundCount: sizes * roundCount,
      disturbedCount: sizes * 3,
      causes: [
        { cause: 'steal time', roundCount: sizes },
        { cause: 'contention', roundCount: sizes * 3 },
      ],
    });
    expect(steadiness.disturbances.largestMedianChange).toBeGreaterThan(0);
    expect(steadiness.headline?.rounds.filter(({ isDisturbed }) => isDisturbed)).toHaveLength(3);
    expect(steadiness.headline?.undisturbed).toMatchObject({ roundCount: roundCount - 3 });
    expect(speedups.at(-1)?.roundCount).toBe(roundCount);
  });

  it('are those of a low clock, and of page faults and switches', () => {
    const { steadiness } = analyze(
      changed(run(1.3, 1), (round) => {
        if (round === 0) return { noise: { clockHz: 2.5e9 } };
        if (round === 1) return { noise: { majorPageFaults: 1 } };
        return round === 2 ? { noise: { involuntaryContextSwitches: 2000 } } : {};
      }),
    );
    expect(steadiness.disturbances.causes.map(({ cause }) => cause).sort()).toEqual([
      'context switches',
      'low clock',
      'page faults',
    ]);
    expect(steadiness.usualClockHz).toBe(3e9);
  });

  it('are those in which the computer stood still, which is warned of', () => {
    const { steadiness, warnings } = analyze(
      changed(run(1.3, 1), (round) => (round === 4 ? { noise: { pausedNs: 20e9 } } : {})),
    );
    expect(steadiness.disturbances.causes).toEqual([{ cause: 'pause', roundCount: 2 }]);
    expect(warnings.join(' ')).toMatch(/stood still for \d+ s while samples were taken/);
  });

  it('are warned of when others kept a CPU busy all the time', () => {
    const analysis = analyze(changed(run(1.3, 1), () => ({ noise: hog })));
    expect(analysis.steadiness.otherCpuLoad).toBeCloseTo(0.9, 10);
    expect(analysis.warnings.join(' ')).toContain('Other programs used 90% of a CPU');
  });
});

describe('pages', () => {
  it.each([
    [0, 1],
    [2 ** 20, 0],
    [null, 0],
  ])('that were requested are missed: %d bytes given', (hugePageBytes, count) => {
    const document = run(1.3, 1);
    const workspace = {
      pages: 'huge',
      pageSizeBytes: 4096,
      bytes: 2 ** 20,
      hugePageBytes,
    } as const;
    const session = fixtureDocument().session!;
    const backends = session.backends.map((own) => ({ ...own, workspaces: [workspace] }));
    const { warnings } = analyze({ ...document, session: { ...session, backends } });
    expect(warnings.filter((text) => text.startsWith('Huge pages were'))).toHaveLength(count);
  });
});
