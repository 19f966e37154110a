import type { RunConfig } from '../model/run-config.js';

type LibraryConfig = Pick<RunConfig, 'libraries' | 'shapes' | 'budgetSeconds'>;

/**
 * What libraries may take beside the rest of a run, as a share of that: 25 s beside the 110 s of `default`. Shapes are
 * measured to be compared with libraries, which take as long as our implementations there.
 */
function shareBeside({ shapes }: Pick<LibraryConfig, 'shapes'>): number {
  return shapes === undefined ? 25 / 110 : 1;
}

/** To find PyTorch and to open it in three processes takes most of that, so less measures nothing; but no more than the rest. */
const leastSeconds = 15;

/** The budget of a preset with that of libraries added to it, where there are any. In whole seconds. */
export function budgetWithLibraries(config: LibraryConfig): number {
  const { libraries, budgetSeconds } = config;
  if (libraries === undefined) return budgetSeconds;
  const least = Math.min(leastSeconds, budgetSeconds);
  return Math.round(budgetSeconds + Math.max(shareBeside(config) * budgetSeconds, least));
}

/** The part of the budget that all but libraries may take, which is that of the same run without them. */
export function ownBudgetSeconds(config: LibraryConfig): number {
  return config.budgetSeconds - libraryBudgetSeconds(config);
}

/** The part of the budget that libraries may take at most: to be found, opened and measured. 0 without libraries. */
export function libraryBudgetSeconds(config: LibraryConfig): number {
  const { libraries, budgetSeconds } = config;
  if (libraries === undefined) return 0;
  const share = shareBeside(config);
  const least = Math.min(leastSeconds, budgetSeconds / 2);
  return Math.max((budgetSeconds * share) / (1 + share), least);
}
