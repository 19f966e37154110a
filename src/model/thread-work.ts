import type { CellPoint } from './axes.js';
import { elementsOf } from './problem.js';

/** What decides how much work one call of all threads is. */
export type ThreadedCall = Pick<CellPoint, 'problem' | 'threadCount' | 'scaling'>;

/** Problems that one call computes: one for each thread with weak scaling, else one. */
export function problemCountOf({
  threadCount,
  scaling,
}: Pick<ThreadedCall, 'threadCount' | 'scaling'>): number {
  return scaling === 'weak' ? threadCount : 1;
}

/** Elements of the x of all threads together, by which times are compared. */
export function callElementsOf(call: ThreadedCall): number {
  return problemCountOf(call) * elementsOf(call.problem);
}
