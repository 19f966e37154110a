import { cacheStates, targets } from '../../model/vocabulary.js';
import type { MeasuredByAlgorithm, MeasuredOutcome } from './measured.js';
import type { Group } from '../analysis.js';

/** Measured cells that differ in nothing but the algorithm. */
export interface MeasuredSize {
  readonly elementCount: number;
  readonly measured: MeasuredByAlgorithm;
}

/** Measured cells that differ in algorithm and size. */
export interface MeasuredGroup extends Group {
  /** Ascending element counts; never empty. */
  readonly sizes: readonly MeasuredSize[];
}

/** The outcomes by target (fastest first), cache state and thread count. */
export function groupMeasured(outcomes: readonly MeasuredOutcome[]): readonly MeasuredGroup[] {
  const byGroup = new Map<string, MeasuredOutcome[]>();
  for (const outcome of outcomes) {
    const key = groupKey(outcome.cell);
    const own = byGroup.get(key);
    if (own === undefined) byGroup.set(key, [outcome]);
    else own.push(outcome);
  }
  return [...byGroup.values()]
    .map((own) => ({ ...groupOf(own[0]!.cell), sizes: sizesOf(own) }))
    .sort(
      (a, b) =>
        targets.indexOf(a.target) - targets.indexOf(b.target) ||
        cacheStates.indexOf(a.cacheState) - cacheStates.indexOf(b.cacheState) ||
        a.threadCount - b.threadCount,
    );
}

/** Whether two things belong to the same group. */
export function isSameGroup(a: Group, b: Group): boolean {
  return a.target === b.target && a.cacheState === b.cacheState && a.threadCount === b.threadCount;
}

/** What of something larger names its group. */
export function groupOf({ target, cacheState, threadCount }: Group): Group {
  return { target, cacheState, threadCount };
}

function groupKey({ target, cacheState, threadCount }: Group): string {
  return `${target}/${cacheState}/${threadCount}`;
}

function sizesOf(outcomes: readonly MeasuredOutcome[]): readonly MeasuredSize[] {
  const bySize = new Map<number, Map<string, MeasuredOutcome>>();
  for (const outcome of outcomes) {
    const { elementCount, algorithm } = outcome.cell;
    const own = bySize.get(elementCount) ?? new Map<string, MeasuredOutcome>();
    bySize.set(elementCount, own.set(algorithm, outcome));
  }
  return [...bySize]
    .map(([elementCount, measured]) => ({ elementCount, measured }))
    .sort((a, b) => a.elementCount - b.elementCount);
}
