import { SoftmaxBenchError } from '../errors.js';
import type { Allocation } from '../model/allocation.js';

/** Looking at the machine before the budget begins, and writing the reports after it. */
const besideBudgetSeconds = 15;

/**
 * The budget of a run that a scheduler ends, with a few words on why it is shorter; `reason` is null where it is not.
 * @throws SoftmaxBenchError where the job ends before a run could.
 */
export function budgetWithin(
  budgetSeconds: number,
  allocation: Allocation | null,
): { readonly budgetSeconds: number; readonly reason: string | null } {
  const secondsLeft = allocation?.secondsLeft ?? null;
  if (secondsLeft === null) return { budgetSeconds, reason: null };
  const leftSeconds = Math.floor(secondsLeft - besideBudgetSeconds);
  if (leftSeconds < 1) {
    throw new SoftmaxBenchError(
      `--budget auto: the job ends in ${secondsLeft} s, and a run takes ${besideBudgetSeconds} s besides its budget: give the job more time`,
    );
  }
  if (leftSeconds >= budgetSeconds) return { budgetSeconds, reason: null };
  return { budgetSeconds: leftSeconds, reason: `the job ends in ${secondsLeft} s` };
}
