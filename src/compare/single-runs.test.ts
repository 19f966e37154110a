import { expect, it } from 'vitest';

import { oneRow } from '../model/problem.js';
import { studentInterval } from '../statistics/process-sample.js';
import { createRandom } from '../statistics/random.js';
import { gaussian } from '../testing/gaussian.js';
import { combineRuns } from './combine.js';
import type { ComparedRun, ReducedSweep } from './compared-run.js';
import { compareLogs, logPoint } from './ratio.js';

// Single runs as 41 of `quick` were on a virtual machine: five processes whose medians differ by 5% to 12%, by another
// figure in each configuration, and runs that differ by a third of that variance beside.

const configurationCount = 36;
const processCount = 5;
const betweenRunsShare = 0.33;

/** @param factor on the times of all configurations. */
function simulatedRun(factor: number, deviations: readonly number[], seed: number): ComparedRun {
  const random = createRandom(seed);
  const points = deviations.map((deviation) => {
    const run = Math.sqrt(betweenRunsShare) * deviation * gaussian(random);
    const logs = Array.from(
      { length: processCount },
      () => Math.log(factor) + run + deviation * gaussian(random),
    );
    const mean = logs.reduce((sum, log) => sum + log, 0) / processCount;
    return { value: Math.exp(mean), interval: studentInterval(logs) };
  });
  const at = points.map((_, index) => index);
  const sweep = {
    ...{ target: 'avx2', cacheState: 'warm', threadCount: 1, placement: null, scaling: null },
    ...{ pages: 'default', profile: null },
    boundaries: [{ region: 'L1', label: 'L1', capacityBytes: 2 ** 15 }],
    floors: [],
    answer: null,
    layout: {
      problems: at.map((index) => oneRow(1000 + index)),
      series: [
        {
          ...{ operation: 'softmax', implementation: 'two-pass', quantity: 'time', over: null },
          ...{ stores: 'ordinary', first: 0, at, processCounts: at.map(() => processCount) },
        },
      ],
    },
    values: Float32Array.from(points, ({ value }) => value),
    lows: Float32Array.from(points, ({ interval }) => interval.low),
    highs: Float32Array.from(points, ({ interval }) => interval.high),
  } as unknown as ReducedSweep;
  return { sweeps: [sweep] } as unknown as ComparedRun;
}

/** The share of configurations in which runs of two machines are found to differ, one the faster by that factor. */
function shareFoundDifferent(factor: number): number {
  const pairCount = 50;
  let differing = 0;
  for (let pair = 0; pair < pairCount; pair += 1) {
    const random = createRandom(7, pair);
    const deviations = Array.from(
      { length: configurationCount },
      () => 0.075 * Math.exp(0.4 * gaussian(random)),
    );
    const [own, base] = [1, factor].map((times, side) => {
      const run = simulatedRun(times, deviations, 1 + 2 * pair + side);
      const [series] = combineRuns({ name: '', runs: [run] }, () => true).series;
      return series!.points.map((point) => logPoint(series!, point, 'less is better'));
    });
    for (const [index, point] of own!.entries()) {
      if (compareLogs(point, base![index]!).verdict !== 'no difference') differing += 1;
    }
  }
  return differing / pairCount / configurationCount;
}

it('single runs of one machine are found to differ in at most 5% of the configurations', () => {
  expect(shareFoundDifferent(1)).toBeLessThanOrEqual(0.05);
});

it('and those of machines that differ by 1.4 in nine of ten', () => {
  expect(shareFoundDifferent(1.4)).toBeGreaterThanOrEqual(0.9);
});
