import type { CellOutcome } from '../../model/outcome.js';
import type { Cell } from '../../model/cell.js';

/** Cells that were not measured for one and the same reason. */
export interface ProblemGroup {
  readonly status: 'failed' | 'skipped';
  /** Why, as the document says it. */
  readonly reason: string;
  readonly cells: readonly Cell[];
}

/** Failed and skipped cells by reason, failures first, otherwise in the order of the document. */
export function groupProblems(outcomes: readonly CellOutcome[]): readonly ProblemGroup[] {
  const groups = new Map<string, ProblemGroup & { cells: Cell[] }>();
  for (const outcome of outcomes) {
    if (outcome.status === 'measured') continue;
    const { status, cell } = outcome;
    const reason = outcome.status === 'failed' ? outcome.message : outcome.reason;
    const key = `${status} ${reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { status, reason, cells: [cell] });
    else group.cells.push(cell);
  }
  return [...groups.values()].sort(
    (a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'),
  );
}
