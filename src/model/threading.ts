import type { CellPoint } from './axes.js';
import { elementsOf } from './problem.js';
import type { Placement } from './placement.js';
import type { Scaling } from './vocabulary.js';

/** How several threads work together. */
export interface Threading {
  /** Two or more. */
  readonly threadCount: number;
  readonly placement: Placement;
  readonly scaling: Scaling;
}

/** The values on the axes of threads of a cell that one thread executes. */
export const oneThread = { threadCount: 1, placement: null, scaling: null } as const;

type ThreadingPoint = Pick<CellPoint, 'threadCount' | 'placement' | 'scaling'>;

/** The threads of a cell; null for one thread. */
export function threadingOf({ threadCount, placement, scaling }: ThreadingPoint): Threading | null {
  return threadCount === 1 || placement === null || scaling === null
    ? null
    : { threadCount, placement, scaling };
}

/** How many problems of its shape a call of the cell computes: with weak scaling one each thread. */
export function problemCountOf(point: ThreadingPoint): number {
  return point.scaling === 'weak' ? point.threadCount : 1;
}

/** What decides how much work one call of all threads is. */
export type ThreadedCall = ThreadingPoint & Pick<CellPoint, 'problem'>;

/** Elements of the x of all threads together, by which times are compared. */
export function callElementsOf(call: ThreadedCall): number {
  return problemCountOf(call) * elementsOf(call.problem);
}
