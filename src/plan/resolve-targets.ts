import type { RunConfig } from '../model/run-config.js';
import { targets, type Target } from '../model/vocabulary.js';
import { SoftmaxBenchError } from '../errors.js';
import type { TargetStatus } from '../model/target-status.js';

/**
 * The targets that a config's names stand for, each once, the fastest first. `best` is the first of
 * `targets` that runs here, `all` is each that does.
 * @throws SoftmaxBenchError with its reason for a target that was named and does not run here.
 */
export function resolveTargets(
  names: RunConfig['targets'],
  statuses: readonly TargetStatus[],
): Target[] {
  const available = targets.filter((target) => reasonAgainst(target, statuses) === null);
  const chosen = new Set<Target>(names.flatMap((name) => targetsNamed(name, available, statuses)));
  return targets.filter((target) => chosen.has(target));
}

function targetsNamed(
  name: RunConfig['targets'][number],
  available: readonly Target[],
  statuses: readonly TargetStatus[],
): readonly Target[] {
  if (name === 'all') return available;
  if (name === 'best') return available.slice(0, 1);
  const reason = reasonAgainst(name, statuses);
  if (reason === null) return [name];
  throw new SoftmaxBenchError(
    `target "${name}": not available here, ${reason}; those that are: ${available.join(', ')}`,
  );
}

/** Why a target does not run here, or null when it does. */
function reasonAgainst(target: Target, statuses: readonly TargetStatus[]): string | null {
  const status = statuses.find((candidate) => candidate.target === target);
  if (status === undefined) return 'no backend has it';
  return status.available ? null : (status.reason ?? 'its backend does not say why');
}
