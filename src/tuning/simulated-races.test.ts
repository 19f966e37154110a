import { describe, expect, it } from 'vitest';

import { noiseModels, type NoiseModel } from '../testing/simulated-machine.js';
import { simulatedHeat, SimulatedTuning } from '../testing/simulated-tuning.js';
import { runHeat } from './run-heat.js';

const runCount = 100;
const budgetMs = 2000;

/** What a heat leaves: the true times of what is used afterwards, over that of the best and over that of the usual variant. */
async function outcomesOf(noise: NoiseModel, seed: number) {
  const machine = new SimulatedTuning(noise, seed, budgetMs);
  const decisions = await runHeat(simulatedHeat, machine, budgetMs, seed);
  return simulatedHeat.raced.map((pass) => {
    const decision = decisions?.find((own) => own.pass === pass);
    const usualNs = machine.trueNs(pass, machine.usual());
    const usedNs = decision?.isAdopted ? machine.trueNs(pass, decision.best) : usualNs;
    return {
      overBest: usedNs / machine.leastNs(pass),
      overUsual: usedNs / usualNs,
      elapsedMs: machine.nowMs(),
    };
  });
}

describe.each(noiseModels)('with %s', (_, noise) => {
  it('a heat finds a variant within 2% of the best, adopts no slower one, and keeps its time', async () => {
    const runs = await Promise.all(
      Array.from({ length: runCount }, (_, seed) => outcomesOf(noise, seed)),
    );
    const found = runs.filter((passes) => passes.every(({ overBest }) => overBest <= 1.02));
    const all = runs.flat();
    expect(Math.max(...all.map(({ overUsual }) => overUsual))).toBeLessThanOrEqual(1.01);
    expect(Math.max(...all.map(({ elapsedMs }) => elapsedMs))).toBeLessThanOrEqual(1.05 * budgetMs);
    expect(found.length).toBeGreaterThanOrEqual(95);
  });
});
