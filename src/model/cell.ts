import * as z from 'zod';

import { mostPasses } from './bounds.js';
import { axes, cellIdOf, pickAxes, storedPointShape, type CellPoint } from './axes.js';
import type { Immutable } from './immutable.js';
import { storeKinds, type Target } from './vocabulary.js';

/** A choice inside a target for one pass. It changes speed, never results beyond rounding. */
const variantSchema = z.strictObject({
  /** Width of its vectors; null where the compiler, the engine or the C library chooses. */
  vectorBits: z.int().positive().nullable(),
  /** Vectors of a loop step. */
  unroll: z.int().positive(),
  /** Independent partial results. */
  accumulators: z.int().positive(),
  store: z.enum(storeKinds),
  /** How far ahead of the reads a software prefetch runs; 0 for none. */
  prefetchBytes: z.int().nonnegative(),
});
export type Variant = Immutable<z.infer<typeof variantSchema>>;

/** One thing to time: a point on the axes, and how its passes are executed there. */
export const cellSchema = z
  .strictObject({
    /** As `cellIdOf` makes it. */
    id: z.string(),
    ...storedPointShape,
    /** One entry a pass, in the order of the algorithm's passes. */
    variants: z.array(variantSchema).max(mostPasses),
  })
  .refine((cell) => cell.id === cellIdOf(cell), {
    path: ['id'],
    error: 'expected the id that the other fields give',
  });
export type Cell = Immutable<z.infer<typeof cellSchema>>;

/** A cell whose passes are this tool's own. */
export type OwnCell = Cell & { readonly target: Target };

/** Whether the passes of a cell are this tool's own, and not a library's or the user's. */
export function isOwn<Point extends Pick<CellPoint, 'target'>>(
  point: Point,
): point is Point & { readonly target: Target } {
  return point.target !== 'external';
}

/** The cell at that point, which may be a part of something larger. */
export function cellAt<Point extends CellPoint>(
  point: Point,
  variants: readonly Variant[],
): Cell & Pick<Point, 'target'> {
  const names = axes.map(({ name }) => name);
  const { target } = point;
  return { id: cellIdOf(point), ...pickAxes<keyof CellPoint>(point, names), target, variants };
}
