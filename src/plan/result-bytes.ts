import { mostSamples } from '../model/bounds.js';
import type { RunPlan } from '../model/plan.js';
import { expectedRound, type MachineSpeeds } from './expected-cost.js';

/** Machine, plan and noise of a result of `default`. */
const headBytes = 300_000;

/** A cell in the plan and its outcome without samples. */
const cellBytes = 3200;

/** A duration with its digits and comma. */
const durationBytes = 13;

/** How large result.json is expected to become at most: after the most rounds that fit into the budget. */
export function expectedResultBytes(
  { cells, config }: Pick<RunPlan, 'cells' | 'config'>,
  speeds: MachineSpeeds,
): number {
  const { rounds, samplesPerRound, perPass, budgetSeconds } = config;
  const { roundSeconds } = expectedRound(cells, config, speeds);
  const inBudget = Math.ceil(budgetSeconds / Math.max(roundSeconds, 1e-6));
  const roundCount = Math.min(rounds.maximum, inBudget);
  const samplesOfCell = Math.min(roundCount * samplesPerRound, mostSamples / cells.length);
  const durationCount = cells.reduce((sum, { variants, threadCount }) => {
    const ofThreads = threadCount > 1 ? threadCount : 0;
    return sum + 1 + ofThreads + (perPass ? variants.length : 0);
  }, 0);
  return headBytes + cells.length * cellBytes + durationCount * samplesOfCell * durationBytes;
}
