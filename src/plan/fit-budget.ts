import { ownBudgetSeconds } from '../config/library-budget.js';
import { exitCodes, SoftmaxBenchError } from '../errors.js';
import type { Cell } from '../model/cell.js';
import { problemPhrase } from '../model/problem-text.js';
import { byProblem } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import { minimumIntervalCount } from '../statistics/median-interval.js';
import { minimumProcessCount } from '../statistics/process-sample.js';
import { expectedOpenSeconds, expectedRound, type MachineSpeeds } from './expected-cost.js';
import type { FittedCells } from './fit-memory.js';
import { headlineCells } from './headline.js';
import type { RegionRequest } from './regions.js';
import { namedIn } from './sizes.js';

/** What a run may take, and by what its cost is foreseen. */
export interface BudgetLimit {
  readonly config: RunConfig;
  /** Tells the cells of libraries, which have a part of the budget of their own. */
  readonly isOfLibrary: (cell: Cell) => boolean;
  readonly lastLevelCacheBytes: number;
  readonly speeds: MachineSpeeds;
  readonly regionsOf: (cells: readonly Cell[]) => readonly RegionRequest[];
}

/** Where arithmetic takes longer than memory, a size says as much as a larger one. */
const slowTargets: readonly Cell['target'][] = ['scalar', 'js'];

/**
 * Leaves out the largest problems that do not fit the budget: of a sweep while the headline on a slow target does not
 * (on other targets `requireHeadlineFits` refuses the budget), of the shapes of a preset while all of them together do
 * not. Problems that the user named always stay; without any the smallest does.
 */
export function fitBudget(cells: readonly Cell[], limit: BudgetLimit): FittedCells {
  const { config } = limit;
  const isNamed = namedIn(config);
  const isOfPreset = config.shapes !== undefined;
  const problems = [...byProblem(cells, ({ problem }) => problem)];
  const budgetSeconds = ownBudgetSeconds(config);
  const isTooLarge = (kept: readonly Cell[]): boolean =>
    isOfPreset
      ? allSeconds(kept, limit) > budgetSeconds
      : isSlow(kept, limit) && headlineSeconds(kept, limit) > budgetSeconds;
  for (;;) {
    const last = problems.findLastIndex(([cell]) => !isNamed(cell!.problem));
    if (last < 0 || problems.length === 1 || !isTooLarge(problems.flat())) break;
    problems.splice(last, 1);
  }
  const kept = new Set(problems.flat());
  const reasonOf = ({ target }: Cell): string =>
    isOfPreset
      ? `the rounds of all shapes of the preset would outlast the budget of ${config.budgetSeconds} s: give --budget, or this shape itself with --shapes`
      : `the headline at this size on ${target} would outlast the budget of ${config.budgetSeconds} s: give --budget or --sizes`;
  return {
    fitting: cells.filter((cell) => kept.has(cell)),
    skipped: cells
      .filter((cell) => !kept.has(cell))
      .map((cell) => ({ cell, reason: reasonOf(cell) })),
  };
}

/** @throws SoftmaxBenchError that proposes a budget when the headline does not fit. */
export function requireHeadlineFits(cells: readonly Cell[], limit: BudgetLimit): void {
  const { config } = limit;
  const { budgetSeconds } = config;
  const [first] = headlineCells(cells, limit.lastLevelCacheBytes);
  const neededSeconds = headlineSeconds(cells, limit) * (budgetSeconds / ownBudgetSeconds(config));
  if (first === undefined || neededSeconds <= budgetSeconds) return;
  const proposed = Math.ceil((1.25 * neededSeconds) / 5) * 5;
  throw new SoftmaxBenchError(
    `a budget of ${budgetSeconds} s is too short for an answer at ${problemPhrase(first.problem)} ` +
      `on ${first.target}, which takes about ${Math.ceil(neededSeconds)} s. ` +
      `Give --budget ${proposed}, or smaller ${config.shapes === undefined ? 'sizes with --sizes' : 'shapes with --shapes'}`,
    exitCodes.usage,
  );
}

/**
 * What the headline takes without its libraries: the processes and the rounds that an interval requires, and opening the memory of
 * all cells in each process.
 */
function headlineSeconds(cells: readonly Cell[], limit: BudgetLimit): number {
  const headline = [...headlineCells(cells, limit.lastLevelCacheBytes)];
  return roundsSeconds(headline, minimumIntervalCount, cells, limit);
}

/** What every cell but those of libraries takes with the rounds that it gets at least. */
function allSeconds(cells: readonly Cell[], limit: BudgetLimit): number {
  const { minimum } = limit.config.rounds;
  return roundsSeconds(cells, Math.max(minimum, minimumIntervalCount), cells, limit);
}

/** @param opened the cells whose memory each process opens */
function roundsSeconds(
  cells: readonly Cell[],
  wantedRoundCount: number,
  opened: readonly Cell[],
  { config, isOfLibrary, speeds, regionsOf }: BudgetLimit,
): number {
  const own = cells.filter((cell) => !isOfLibrary(cell));
  const { roundSeconds, firstRoundExtraSeconds } = expectedRound(own, config, speeds);
  const processCount = Math.min(config.processes, minimumProcessCount);
  const roundCount = Math.min(config.rounds.maximum, wantedRoundCount);
  return (
    speeds.probeSeconds +
    processCount * expectedOpenSeconds(regionsOf(opened), speeds) +
    firstRoundExtraSeconds +
    roundCount * roundSeconds
  );
}

function isSlow(cells: readonly Cell[], { lastLevelCacheBytes }: BudgetLimit): boolean {
  const [first] = headlineCells(cells, lastLevelCacheBytes);
  return first !== undefined && slowTargets.includes(first.target);
}
