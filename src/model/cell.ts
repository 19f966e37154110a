import { z } from 'zod';

import { mostPasses } from './bounds.js';
import { axes, cellIdOf, pickAxes, storedPointShape, type CellPoint } from './axes.js';
import type { Immutable } from './immutable.js';
import { storeKinds } from './vocabulary.js';

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

/** The cell at that point, which may be a part of something larger. */
export function cellAt(point: CellPoint, variants: readonly Variant[]): Cell {
  const names = axes.map(({ name }) => name);
  return { id: cellIdOf(point), ...pickAxes(point, names), variants };
}
