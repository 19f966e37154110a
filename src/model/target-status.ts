import type { Target } from './vocabulary.js';

/** Whether a target runs here; `reason` says why when it does not, and is null when it does. */
export interface TargetStatus {
  readonly target: Target;
  readonly available: boolean;
  readonly reason: string | null;
}
