import { exitCodes, SoftmaxBenchError } from '../errors.js';
import type { Cell } from '../model/cell.js';
import { byProblem, elementsOf } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import { minimumIntervalCount } from '../statistics/median-interval.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import { formatElements } from '../units.js';
import { expectedOpenSeconds, expectedRound, type MachineSpeeds } from './expected-cost.js';
import type { FittedCells } from './fit-memory.js';
import { headlineCells } from './headline.js';
import type { RegionRequest } from './regions.js';

/** What a run may take, and by what its cost is foreseen. */
export interface BudgetLimit {
  readonly config: RunConfig;
  readonly lastLevelCacheBytes: number;
  readonly speeds: MachineSpeeds;
  readonly regionsOf: (cells: readonly Cell[]) => readonly RegionRequest[];
}

/** Where arithmetic takes longer than memory, a size says as much as a larger one. */
const slowTargets: readonly Cell['target'][] = ['scalar', 'js'];

/**
 * Leaves out the largest problems while the headline on a slow target does not fit the budget. Its smallest
 * problem always stays. On other targets nothing is left out: `requireHeadlineFits` refuses the budget.
 */
export function fitBudget(cells: readonly Cell[], limit: BudgetLimit): FittedCells {
  const { budgetSeconds } = limit.config;
  const problems = byProblem(cells, ({ problem }) => problem);
  const isTooLarge = (kept: readonly Cell[]): boolean =>
    isSlow(kept, limit) && headlineSeconds(kept, limit) > budgetSeconds;
  let count = problems.length;
  while (count > 1 && isTooLarge(problems.slice(0, count).flat())) count -= 1;
  const kept = new Set(problems.slice(0, count).flat());
  return {
    fitting: cells.filter((cell) => kept.has(cell)),
    skipped: cells
      .filter((cell) => !kept.has(cell))
      .map((cell) => ({
        cell,
        reason: `the headline at this size on ${cell.target} would outlast the budget of ${budgetSeconds} s: give --budget or --sizes`,
      })),
  };
}

/** @throws SoftmaxBenchError that proposes a budget when the headline does not fit. */
export function requireHeadlineFits(cells: readonly Cell[], limit: BudgetLimit): void {
  const { budgetSeconds } = limit.config;
  const [first] = headlineCells(cells, limit.lastLevelCacheBytes);
  const neededSeconds = headlineSeconds(cells, limit);
  if (first === undefined || neededSeconds <= budgetSeconds) return;
  const proposed = Math.ceil((1.25 * neededSeconds) / 5) * 5;
  throw new SoftmaxBenchError(
    `a budget of ${budgetSeconds} s is too short for an answer at ${formatElements(elementsOf(first.problem))} elements ` +
      `on ${first.target}, which takes about ${Math.ceil(neededSeconds)} s. ` +
      `Give --budget ${proposed}, or smaller sizes with --sizes`,
    exitCodes.usage,
  );
}

/**
 * What the headline takes: the processes and the rounds that an interval requires, and opening the memory of
 * all cells in each process.
 */
function headlineSeconds(cells: readonly Cell[], limit: BudgetLimit): number {
  const { config, lastLevelCacheBytes, speeds, regionsOf } = limit;
  const headline = [...headlineCells(cells, lastLevelCacheBytes)];
  const { roundSeconds, firstRoundExtraSeconds } = expectedRound(headline, config, speeds);
  const processCount = Math.min(config.processes, minimumProcessCount);
  const roundCount = Math.min(config.rounds.maximum, minimumIntervalCount);
  return (
    speeds.probeSeconds +
    processCount * expectedOpenSeconds(regionsOf(cells), speeds) +
    firstRoundExtraSeconds +
    roundCount * roundSeconds
  );
}

function isSlow(cells: readonly Cell[], { lastLevelCacheBytes }: BudgetLimit): boolean {
  const [first] = headlineCells(cells, lastLevelCacheBytes);
  return first !== undefined && slowTargets.includes(first.target);
}
