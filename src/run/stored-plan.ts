import { checkedConfigSchema } from '../config/config-schema.js';
import { validate } from '../config/validate.js';
import { SoftmaxBenchError } from '../errors.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { RunPlan } from '../model/plan.js';
import { executes } from '../model/target-status.js';
import type { PlannedBackend } from '../plan/make-plan.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { isAmong } from '../softmax/choose-variant.js';

/**
 * A plan in a file is checked like a new one: somebody may have edited it.
 * @param folder for messages.
 * @throws SoftmaxBenchError for a config that a new run would be refused, and for cells without kernels here.
 */
export function requireRunnable(
  { config, cells }: RunPlan,
  backends: readonly PlannedBackend[],
  folder: string,
): void {
  validate(checkedConfigSchema, config, `cannot resume ${folder}: plan.config`);
  for (const cell of cells) {
    const problem = problemOfCell(cell, backends);
    if (problem !== null) throw new SoftmaxBenchError(`cannot resume ${folder}: ${problem}`);
  }
}

function problemOfCell(cell: Cell, backends: readonly PlannedBackend[]): string | null {
  if (!isOwn(cell)) return null;
  const { target, implementation, variants } = cell;
  const backend = backends.find((own) => executes(own, target));
  const status = backend?.targets.find((own) => own.target === target);
  if (backend === undefined || status?.available !== true) {
    return `${target} does not run here${status?.reason ? ` (${status.reason})` : ''}`;
  }
  const { passes } = algorithmOf(implementation);
  const hasKernels = passes.every(({ pass }, index) => {
    const variant = variants[index];
    return variant !== undefined && isAmong(backend.variants(target, pass), variant);
  });
  return hasKernels && variants.length === passes.length
    ? null
    : `${target} has no kernels of the variants of ${implementation}`;
}
