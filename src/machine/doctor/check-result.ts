import type { CheckId, Finding } from '../../model/finding.js';

/** What one check says. */
export type Verdict =
  | { readonly status: 'fine' | 'unknown'; readonly what: string }
  | ({ readonly status: 'finding' } & Omit<Finding, 'check'>);

/** A verdict with its check; `failed` when the check itself threw, which is a bug. */
export type CheckResult =
  | { readonly status: 'fine' | 'unknown'; readonly check: CheckId; readonly what: string }
  | ({ readonly status: 'finding' } & Finding)
  | { readonly status: 'failed'; readonly check: CheckId; readonly message: string };

/** Nothing to worry about; `what` says what was found. */
export function fine(what: string): Verdict {
  return { status: 'fine', what };
}

/** The system does not report it; `what` says so. */
export function unknown(what: string): Verdict {
  return { status: 'unknown', what };
}

/** Figures are probably wrong or unsteady. */
export function warning(texts: Pick<Finding, 'what' | 'why' | 'remedy'>): Verdict {
  return { status: 'finding', severity: 'warning', ...texts };
}

/** Useful to know when figures surprise. */
export function note(texts: Pick<Finding, 'what' | 'why' | 'remedy'>): Verdict {
  return { status: 'finding', severity: 'note', ...texts };
}
