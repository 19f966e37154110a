import type { CallLoop, PassCall, TimedRequest } from '../../backends/backend.js';
import type { Cell, OwnCell } from '../../model/cell.js';
import { isOutOfCache } from '../../model/region.js';
import { ringGeometry } from '../../plan/ring.js';
import { algorithmOf } from '../../softmax/algorithms.js';

/**
 * The passes of a cell's algorithm, each with the cell's variant for it.
 * @throws Error if the cell has not one variant a pass.
 */
export function passCallsOf(cell: OwnCell): PassCall[] {
  return algorithmOf(cell.implementation).passes.map(({ pass }, index) => {
    const variant = cell.variants[index];
    if (variant === undefined) throw new Error(`${cell.id} has no variant for ${pass}`);
    return { pass, ...variant };
  });
}

/** What a workspace times for a cell: whole calls, one a sample, until batched. */
export function timedRequestOf(cell: OwnCell, lastLevelCacheBytes: number): TimedRequest {
  return {
    target: cell.target,
    passes: passCallsOf(cell),
    ...callLoopOf(cell, lastLevelCacheBytes),
  };
}

/** Where and in what state of the caches a cell is called. */
export function callLoopOf(cell: Cell, lastLevelCacheBytes: number): CallLoop {
  return {
    problem: cell.problem,
    batchCount: 1,
    ...ringGeometry(cell, lastLevelCacheBytes),
    // Of an x that is out of cache a touch leaves no more in the caches than the call before did.
    touchX: cell.cacheState === 'cold-output' && !isOutOfCache(cell.problem, lastLevelCacheBytes),
    perPass: false,
  };
}
