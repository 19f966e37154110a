import type { Target } from './vocabulary.js';

/** Whether a target runs here; `reason` says why when it does not, and is null when it does. */
export interface TargetStatus {
  readonly target: Target;
  readonly available: boolean;
  readonly reason: string | null;
}

/** Whether a backend has kernels for a target, available here or not. */
export function executes(
  { targets }: { readonly targets: readonly TargetStatus[] },
  target: Target,
): boolean {
  return targets.some((status) => status.target === target);
}
