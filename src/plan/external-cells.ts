import { cellAt, type Cell } from '../model/cell.js';
import type { External } from '../model/external.js';
import type { Problem } from '../model/problem.js';
import { isOutOfCache } from '../model/region.js';
import { oneThread, type Threading } from '../model/threading.js';
import type { OperationId, Pages } from '../model/vocabulary.js';
import type { FittedCells, SkippedCell } from './fit-memory.js';
import type { Setting } from './settings.js';

/** What external cells are planned from. */
export interface ExternalInput {
  readonly externals: readonly External[];
  /** Those that are measured; an implementation of another is left out without a word. */
  readonly operations: ReadonlySet<OperationId>;
  readonly settings: readonly Setting[];
  readonly pages: Pages;
  readonly lastLevelCacheBytes: number;
}

/**
 * The cells of external implementations, in the order of the settings: each at the problems of a setting at which
 * others are compared with it. What cannot be measured is skipped with its reason.
 */
export function externalCells(input: ExternalInput): FittedCells {
  const fitting: Cell[] = [];
  const skipped: SkippedCell[] = [];
  for (const setting of input.settings) {
    for (const problem of setting.externalProblems) {
      for (const external of input.externals) {
        for (const { operation } of external.operations) {
          if (!input.operations.has(operation)) continue;
          const cell = cellOf(external.id, operation, problem, setting, input.pages);
          const reason = setting.problem ?? problemOf(external, problem, setting, input);
          if (reason === null) fitting.push(cell);
          else skipped.push({ cell, reason });
        }
      }
    }
  }
  return { fitting, skipped };
}

function cellOf(
  implementation: string,
  operation: OperationId,
  problem: Problem,
  { cacheState, threading }: Setting,
  pages: Pages,
): Cell {
  const point = {
    operation,
    implementation,
    target: 'external',
    problem,
    cacheState,
    pages,
    profile: null,
  } as const;
  return cellAt({ ...point, ...(threading ?? oneThread) }, []);
}

function problemOf(
  external: External,
  problem: Problem,
  { cacheState, threading }: Setting,
  { lastLevelCacheBytes }: ExternalInput,
): string | null {
  const { title, memory, kind, hasRows } = external;
  const takesStrides = kind === 'kernel' && !hasRows;
  if (problem.rowStrideElements !== undefined && !takesStrides) {
    return `${title} takes rows that follow each other`;
  }
  const ofThreads = threading === null ? null : threadsProblem(external, threading);
  if (ofThreads !== null || memory === 'shared') return ofThreads;
  if (cacheState !== 'warm' && !isOutOfCache(problem, lastLevelCacheBytes)) {
    return `${title} works on arrays of its own, which stay in cache: measured with --cache-states warm, or out of cache`;
  }
  return null;
}

/** With strong scaling a library divides its work itself; with weak scaling it would have to be there several times. */
function threadsProblem({ title, hasThreads }: External, { scaling }: Threading): string | null {
  if (!hasThreads) return `${title} is called on one thread`;
  return scaling === 'strong'
    ? null
    : `${title} has threads of its own: measured with --scaling strong`;
}
