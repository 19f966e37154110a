import { cacheStates, targets, type CacheState, type Target } from '../config/vocabulary.js';
import type { ResultDocument } from '../document/result.js';
import type { Machine } from '../machine/machine.js';
import type { MeasuredOutcome } from './algorithm-summary.js';
import { groupProblems, type ProblemGroup } from './problems.js';
import { summarizeRow, type SummaryRow } from './summary-row.js';
import { outOfCacheRow, verdictOf } from './verdict.js';

/** Everything measured with one target and cache state. */
export interface SummaryGroup {
  readonly target: Target;
  readonly cacheState: CacheState;
  /** By element count, smallest first; never empty. */
  readonly rows: readonly SummaryRow[];
  /** The row that stands for memory, or null when no size left the caches. */
  readonly outOfCache: SummaryRow | null;
  /** One sentence: two-pass against three-pass out of cache, and the paper's claim. */
  readonly verdict: string;
}

/** What the run table shows, derived from a document alone. */
export interface RunSummary {
  readonly tool: ResultDocument['tool'];
  readonly machine: Machine;
  readonly startedAtUtc: string;
  /** Whether the run ended by itself. */
  readonly isComplete: boolean;
  /** Planned cells of which the document says nothing: the run ended before them. */
  readonly unmeasuredCellCount: number;
  /** In the order of targets, then of cache states; empty when nothing was measured. */
  readonly groups: readonly SummaryGroup[];
  readonly problems: readonly ProblemGroup[];
}

/** Pure; takes well under a second for the documents that presets make. */
export function summarize(document: ResultDocument): RunSummary {
  const measured = document.outcomes.filter((outcome) => outcome.status === 'measured');
  const seenCellIds = new Set(document.outcomes.map(({ cell }) => cell.id));
  return {
    tool: document.tool,
    machine: document.machine,
    startedAtUtc: document.startedAtUtc,
    isComplete: document.finishedAtUtc !== null,
    unmeasuredCellCount: document.plan.cells.filter(({ id }) => !seenCellIds.has(id)).length,
    groups: targets.flatMap((target) =>
      cacheStates.flatMap((cacheState) => {
        const own = measured.filter(
          ({ cell }) => cell.target === target && cell.cacheState === cacheState,
        );
        return own.length === 0 ? [] : [summarizeGroup(target, cacheState, own, document)];
      }),
    ),
    problems: groupProblems(document.outcomes),
  };
}

function summarizeGroup(
  target: Target,
  cacheState: CacheState,
  outcomes: readonly MeasuredOutcome[],
  { machine, finishedAtUtc }: ResultDocument,
): SummaryGroup {
  const elementCounts = [...new Set(outcomes.map(({ cell }) => cell.elementCount))];
  const rows = elementCounts
    .sort((a, b) => a - b)
    .map((elementCount) =>
      summarizeRow(
        elementCount,
        outcomes.filter(({ cell }) => cell.elementCount === elementCount),
        machine,
      ),
    );
  return {
    target,
    cacheState,
    rows,
    outOfCache: outOfCacheRow(rows, machine),
    verdict: verdictOf({ target, rows, machine, isComplete: finishedAtUtc !== null }),
  };
}
