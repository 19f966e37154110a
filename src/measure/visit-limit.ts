import { isOwn, type Cell } from '../model/cell.js';
import type { External } from '../model/external.js';
import { elementsOf } from '../model/problem.js';

/** A sample that takes longer than this is stuck: the largest plausible cell takes seconds. */
const sampleTimeoutMs = 120_000;

/** What a kernel of the user may take beside its calls, to be loaded and verified. */
const kernelTimeoutMs = 10_000;

/** A library may start another program, which loads for many seconds. */
const libraryTimeoutMs = 60_000;

/** Ten times what the slowest softmax takes. */
const slowestNsPerElement = 200;

/** Calls of a visit beside its samples: to verify, and to choose how many make a sample. */
const otherCallCount = 6;

/**
 * How long a visit to a cell may take, in ms, until its process is stuck.
 * @param externals of the plan.
 */
export function visitLimitMs(
  cell: Cell,
  sampleCount: number,
  externals: readonly External[],
): number {
  if (isOwn(cell)) return sampleTimeoutMs * sampleCount;
  const external = externals.find(({ id }) => id === cell.implementation);
  const baseMs = external?.kind === 'kernel' ? kernelTimeoutMs : libraryTimeoutMs;
  const callMs = (elementsOf(cell.problem) * slowestNsPerElement) / 1e6;
  return baseMs + (sampleCount + otherCallCount) * callMs;
}
