import type { CellPoint } from '../model/axes.js';
import { cellAt, type OwnCell } from '../model/cell.js';
import { oneRow } from '../model/problem.js';
import type { Target } from '../model/vocabulary.js';
import { algorithmOf } from '../softmax/algorithms.js';

type OwnPoint = CellPoint & { readonly target: Target };

/** A cell of one row, on js, warm, by one thread and on default pages unless `change` says otherwise. */
export function cellOf(
  implementation: string,
  columns: number,
  change: Partial<OwnPoint> = {},
): OwnCell {
  const { operation, passes } = algorithmOf(implementation);
  const point: OwnPoint = {
    operation,
    implementation,
    target: 'js',
    problem: oneRow(columns),
    cacheState: 'warm',
    threadCount: 1,
    placement: null,
    scaling: null,
    pages: 'default',
    profile: null,
    ...change,
  };
  return cellAt(
    point,
    passes.map(({ store }) => ({
      vectorBits: null,
      unroll: 1,
      accumulators: 1,
      store,
      prefetchBytes: 0,
    })),
  );
}
