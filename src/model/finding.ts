/** What the doctor looks at, the weightiest for a figure first. */
export const checkIds = [
  'targets',
  'battery',
  'cpu-limit',
  'steal',
  'load',
  'memory',
  'caches',
  'governor',
  'hybrid-cores',
  'numa',
  'swap',
  'timer',
  'huge-pages',
  'hypervisor',
  'smt',
  'turbo',
] as const;
export type CheckId = (typeof checkIds)[number];

/** `warning`: figures are probably wrong or unsteady. `note`: worth knowing when they surprise. */
export type Severity = 'warning' | 'note';

/** Something about this machine that makes its figures unsteady or misleading. A sentence each. */
export interface Finding {
  readonly check: CheckId;
  readonly severity: Severity;
  readonly what: string;
  /** Why that matters for what is measured here. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What one check says. `unknown`: this system does not tell, `what` says so. */
export type Verdict =
  | { readonly status: 'fine' | 'unknown'; readonly what: string }
  | ({ readonly status: 'finding' } & Omit<Finding, 'check'>);

/** A verdict with its check; `failed` when the check itself threw, which is a bug. */
export type CheckResult =
  | { readonly status: 'fine' | 'unknown'; readonly check: CheckId; readonly what: string }
  | ({ readonly status: 'finding' } & Finding)
  | { readonly status: 'failed'; readonly check: CheckId; readonly message: string };

/** Nothing to worry about; `what` says what there is. */
export function fine(what: string): Verdict {
  return { status: 'fine', what };
}

/** It cannot be told here; `what` says why. */
export function unknown(what: string): Verdict {
  return { status: 'unknown', what };
}

/** See `Severity`. */
export function warning(texts: Pick<Finding, 'what' | 'why' | 'remedy'>): Verdict {
  return { status: 'finding', severity: 'warning', ...texts };
}

/** See `Severity`. */
export function note(texts: Pick<Finding, 'what' | 'why' | 'remedy'>): Verdict {
  return { status: 'finding', severity: 'note', ...texts };
}
