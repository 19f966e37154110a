import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../document/result.js';
import type { CellOutcome } from '../measure/outcome.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import type { MeasuredOutcome } from './algorithm-summary.js';
import { median } from './statistics.js';
import { summarize } from './summary.js';

const document = fixtureDocument();
const largest = 33_554_432;

describe('summarize', () => {
  const [avx512, js] = summarize(document).groups;

  it('has a group for each target and cache state and a row for each size', () => {
    expect([avx512?.target, js?.target]).toEqual(['avx512', 'js']);
    expect(avx512?.rows.map(({ elementCount }) => elementCount)).toEqual([
      4096,
      65_536,
      1_048_576,
      largest,
    ]);
    expect(avx512?.rows.map(({ cacheLevel }) => cacheLevel)).toEqual(['L1', 'L2', 'L3', 'memory']);
  });

  it('derives every figure from the samples', () => {
    const samples = measured(document).find(
      ({ cell }) => cell.id === `two-pass/avx512/${largest}/paper/t1`,
    )!.durationsNs;
    const row = avx512?.rows.at(-1);
    const twoPass = row?.algorithms.find(({ algorithm }) => algorithm === 'two-pass');
    expect(twoPass!.durationNs).toBe(median(samples));
    expect(twoPass!.nsPerElement).toBeCloseTo(median(samples) / largest, 12);
    // 3N on the passes, 4N on the bus, 2N useful.
    expect(twoPass!.passBytesPerSecond / twoPass!.usefulBytesPerSecond).toBeCloseTo(1.5, 12);
    expect(twoPass!.busBytesPerSecond! / twoPass!.usefulBytesPerSecond).toBeCloseTo(2, 12);
    expect(twoPass!.timeOverCopy!.ratio).toBeCloseTo((4 / 3) * 1.02, 1);
    expect(twoPass!.timeOverSkeleton!.ratio).toBeCloseTo(1.02, 1);
  });

  it('sets two-pass against the better three-pass algorithm and predicts from the traffic', () => {
    const gain = avx512?.rows.at(-1)?.twoPassGain;
    expect(gain?.threePass).toBe('three-pass-recompute');
    expect(gain?.speedup.ratio).toBeCloseTo(1.25, 1);
    expect(gain?.speedupByPassBytes).toBeCloseTo(4 / 3, 12);
    expect(gain?.speedupByBusBytes).toBeCloseTo(5 / 4, 12);
  });

  it('groups what was not measured by reason, failures first', () => {
    const { problems, unmeasuredCellCount } = summarize(document);
    expect(problems.map(({ status, cells }) => [status, cells.length])).toEqual([
      ['failed', 1],
      ['skipped', 4],
    ]);
    expect(unmeasuredCellCount).toBe(0);
  });

  it('never makes a NaN, whichever algorithm is missing', () => {
    const ids = new Set(document.outcomes.map(({ cell }) => cell.algorithm));
    for (const id of ids) {
      const { groups } = summarize(
        withOutcomes(({ cell }) => cell.algorithm !== id && cell.elementCount === largest),
      );
      JSON.stringify(groups, (_, value: unknown) => {
        if (typeof value === 'number') expect(value).toBeGreaterThan(0);
        if (typeof value === 'string') expect(value).not.toMatch(/NaN|Infinity|undefined/);
        return value;
      });
    }
  });
});

describe('the verdict', () => {
  it('puts the measured gain beside the claim for that instruction set', () => {
    const [avx512, js] = verdictsOf(document);
    expect(avx512).toMatch(/two-pass is 2\d(\.\d)? % faster than three-pass-recompute/);
    expect(avx512).toMatch(/the paper claims up to 28 % with AVX-512 on Skylake-X\.$/);
    expect(js).toMatch(/the paper claims nothing for js\.$/);
    expect(js).not.toContain('28 %');
  });

  it('calls an interval that holds 1 no difference', () => {
    const equal = slowTwoPass(1.25);
    expect(verdictsOf(equal)[0]).toContain('shows no difference between two-pass and three-pass');
    expect(verdictsOf(slowTwoPass(1.6))[0]).toContain(
      'two-pass is slower than three-pass-recompute',
    );
  });

  it('claims nothing from a few rounds, and says that the run was interrupted', () => {
    const [verdict] = verdictsOf({ ...firstRounds(2), finishedAtUtc: null });
    expect(verdict).toContain('2 rounds cannot tell that from chance (the run was interrupted)');
  });

  it('says when no size was out of cache, or when there was nothing to compare', () => {
    const [inCache] = verdictsOf(withOutcomes(({ cell }) => cell.elementCount < largest));
    expect(inCache).toMatch(/^No verdict for avx512: no out-of-cache size was measured/);
    const [alone] = verdictsOf(withOutcomes(({ cell }) => cell.algorithm === 'two-pass'));
    expect(alone).toContain('two-pass and a three-pass algorithm were not both measured');
  });

  it('says when the arrays barely leave the cache', () => {
    const machine = { ...document.machine, lastLevelCacheBytes: 128 << 20 };
    expect(verdictsOf({ ...document, machine })[0]).toContain(
      'only 2.00x the last-level cache and so partly in it',
    );
  });
});

function verdictsOf(of: ResultDocument): readonly string[] {
  return summarize(of).groups.map(({ verdict }) => verdict);
}

function withOutcomes(keep: (outcome: CellOutcome) => boolean): ResultDocument {
  return { ...document, outcomes: document.outcomes.filter(keep) };
}

function slowTwoPass(factor: number): ResultDocument {
  return mapMeasured((outcome) => {
    if (outcome.cell.algorithm !== 'two-pass') return outcome;
    return { ...outcome, durationsNs: outcome.durationsNs.map((ns) => ns * factor) };
  });
}

function firstRounds(count: number): ResultDocument {
  return mapMeasured((outcome) => ({
    ...outcome,
    durationsNs: outcome.durationsNs.filter((_, index) => outcome.rounds[index]! < count),
    rounds: outcome.rounds.filter((round) => round < count),
  }));
}

function mapMeasured(change: (outcome: MeasuredOutcome) => MeasuredOutcome): ResultDocument {
  return {
    ...document,
    outcomes: document.outcomes.map((outcome) =>
      outcome.status === 'measured' ? change(outcome) : outcome,
    ),
  };
}

function measured({ outcomes }: ResultDocument): readonly MeasuredOutcome[] {
  return outcomes.filter((outcome) => outcome.status === 'measured');
}
