import type { CellPoint } from './axes.js';
import type { Placement } from './placement.js';
import type { Scaling } from './vocabulary.js';

/** How several threads work together. */
export interface Threading {
  /** Two or more. */
  readonly threadCount: number;
  readonly placement: Placement;
  readonly scaling: Scaling;
}

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
