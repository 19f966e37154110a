import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import type { Cell } from '../model/cell.js';
import { elementsOf } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import { median } from '../statistics/median.js';
import { classify, pairedRatio, type PairedRatio } from '../statistics/paired-ratio.js';
import type { RoundedSamples } from '../statistics/rounded-samples.js';
import { cellOf } from '../testing/cell-of.js';
import {
  calm,
  noiseModels,
  simulateRun,
  type SimulatedEnd,
  type SimulatedRun,
  type NoiseModel,
} from '../testing/simulated-machine.js';

const trueGain = 1.25;
/** Of each noise model. */
const runCount = 60;

/** Three standard errors of a share that is truly 5 %, or 95 %, over so many runs. */
const chance = 3 * Math.sqrt((0.05 * 0.95) / runCount);
const budgetSeconds = 4;

const implementations = ['three-pass-recompute', 'two-pass', 'two-pass-aa'];
const inCache = 4096;
const outOfCache = 1 << 24;
const cells: readonly Cell[] = [inCache, outOfCache].flatMap((columns) =>
  implementations.map((implementation) =>
    cellOf(implementation, columns, { target: 'avx2', cacheState: 'cold-output' }),
  ),
);

const preset = loadRunConfig({ preset: 'default', file: null, overrides: {} });

function simulated(
  noise: NoiseModel,
  seed: number,
  config: Partial<RunConfig> = {},
): Promise<SimulatedEnd> {
  const run: SimulatedRun = {
    noise,
    cells,
    trueNs: ({ implementation, problem }) =>
      elementsOf(problem) * (implementation === 'three-pass-recompute' ? trueGain : 1),
    config: {
      ...preset,
      budgetSeconds,
      perPass: false,
      seed,
      ...config,
    },
    seed,
    lastLevelCacheBytes: 16 << 20,
  };
  return simulateRun(run);
}

function ratioOf(end: SimulatedEnd, over: string, implementation: string): PairedRatio {
  const samplesOf = (id: string): RoundedSamples => {
    const outcome = end.outcomes.find(
      ({ cell }) => cell.implementation === id && elementsOf(cell.problem) === outOfCache,
    );
    if (outcome?.status !== 'measured') throw new Error(`${id} was not measured`);
    return outcome;
  };
  return pairedRatio(samplesOf(over), samplesOf(implementation))!;
}

describe.each(noiseModels)('runs in %s', (_, noise) => {
  const ends = Array.from({ length: runCount }, (__, seed) => simulated(noise, seed));

  it('cover the true ratio', async () => {
    const intervals = (await Promise.all(ends)).map(
      (end) => ratioOf(end, 'three-pass-recompute', 'two-pass').interval,
    );
    const covered = intervals.filter(
      (interval) => interval !== null && interval.low <= trueGain && trueGain <= interval.high,
    );
    expect(covered.length / runCount).toBeGreaterThanOrEqual(0.95 - chance);
  }, 60_000);

  it('end within the budget', async () => {
    const elapsed = (await Promise.all(ends)).map(({ elapsedSeconds }) => elapsedSeconds);
    expect(Math.max(...elapsed)).toBeLessThanOrEqual(budgetSeconds);
  });

  it('claim no difference between an algorithm and its A/A control in 95%', async () => {
    const claimed = (await Promise.all(ends)).filter((end) => {
      const { interval } = ratioOf(end, 'two-pass-aa', 'two-pass');
      return interval !== null && classify(interval, 1) !== 'no difference';
    });
    expect(claimed.length / runCount).toBeLessThanOrEqual(0.05 + chance);
  });
});

describe('the time left', () => {
  /** By what share of how long the run took each forecast after its first quarter was too high. */
  async function errorsOf(noise: NoiseModel, config: Partial<RunConfig>): Promise<number[]> {
    const runs = await Promise.all(
      Array.from({ length: 30 }, (_, seed) => simulated(noise, seed, config)),
    );
    return runs.flatMap(({ forecasts, elapsedSeconds }) =>
      forecasts.flatMap(({ atSeconds, leftSeconds }) =>
        atSeconds < elapsedSeconds / 4 || leftSeconds === null
          ? []
          : [(atSeconds + leftSeconds) / elapsedSeconds - 1],
      ),
    );
  }

  /** The share of the forecasts that were within 20 %. */
  async function honestShare(noise: NoiseModel, config: Partial<RunConfig>): Promise<number> {
    const errors = await errorsOf(noise, config);
    return errors.filter((error) => Math.abs(error) <= 0.2).length / errors.length;
  }

  const wild: NoiseModel = { ...calm, visitNoise: 0.05, drift: 0.2 };

  it.each([1, 3])(
    'is right where the budget ends the run, with %i processes',
    async (processes) => {
      const share = await honestShare(wild, { processes, precisionPercent: 0.1, budgetSeconds: 4 });
      expect(share).toBeGreaterThan(0.95);
    },
    60_000,
  );

  it.each([1, 3])(
    'is right where the rounds do, with %i processes',
    async (processes) => {
      const share = await honestShare(wild, {
        processes,
        rounds: { minimum: 12, maximum: 12 },
        budgetSeconds: 60,
      });
      expect(share).toBeGreaterThan(0.95);
    },
    60_000,
  );

  it.each([1, 2])(
    'is as often too long as too short where a precision of %i percent ends the run',
    async (precisionPercent) => {
      const errors = await errorsOf(
        { ...calm, visitNoise: 0.02 },
        {
          processes: 1,
          precisionPercent,
          rounds: { minimum: 7, maximum: 200 },
          budgetSeconds: 60,
        },
      );
      expect(Math.abs(median(errors))).toBeLessThan(0.1);
    },
    60_000,
  );
});
