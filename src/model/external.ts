import * as z from 'zod';

import { mostPasses, nameSchema, sentenceSchema } from './bounds.js';
import { isOwn, type Cell } from './cell.js';
import type { Immutable } from './immutable.js';
import { operationIds, storeKinds } from './vocabulary.js';

/** External implementations of a run. */
export const mostExternals = 64;

const streamSchema = z.enum(['x', 'y']);

/** A pass as somebody declares it: which streams it reads and writes, and how it stores. */
const declaredPassSchema = z.strictObject({
  reads: z.array(streamSchema).max(2),
  writes: z.array(streamSchema).max(2),
  store: z.enum(storeKinds),
});
export type DeclaredPass = Immutable<z.infer<typeof declaredPassSchema>>;

/**
 * An implementation that is not made of this tool's passes: the softmax of a library, or a kernel of the user. It is
 * measured at the target `external`. What it does is not known, unless its passes are declared.
 */
export const externalSchema = z.strictObject({
  /** The implementation of its cells: `xnnpack`, or the name that the user gave a kernel. */
  id: nameSchema.min(1),
  kind: z.enum(['library', 'kernel']),
  /** What people read: `XNNPACK`, `my_softmax of libmine.so`. */
  title: nameSchema,
  /** Of the library, as it states it; null where it states none. */
  version: nameSchema.nullable(),
  operations: z
    .array(
      z.strictObject({
        operation: z.enum(operationIds),
        /** Null where nobody declared them. */
        passes: z.array(declaredPassSchema).min(1).max(mostPasses).nullable(),
      }),
    )
    .min(1),
  /** Where the declaration of its passes comes from; null without one. */
  passesSource: nameSchema.nullable(),
  /**
   * `shared`: it works on the x and y that the tool's own kernels use, in the same cache state. `own`: on arrays of its
   * own, always the same ones, with the same values.
   */
  memory: z.enum(['shared', 'own']),
  /** Whether a call can use several threads of its own. */
  hasThreads: z.boolean(),
  /** Whether it takes several rows in one call. */
  hasRows: z.boolean(),
  /** Calls that are shorter are not measured, as what surrounds them would be a part of the figure; 0 without a bound. */
  shortestCallNs: z.number().nonnegative(),
  /** What a timed call does besides, such as allocating its output; null for nothing. */
  remark: sentenceSchema.nullable(),
  /** Largest relative error of an output, and of the sum of a row, with which it is measured. */
  tolerance: z.number().positive(),
});
export type External = Immutable<z.infer<typeof externalSchema>>;

/** Tells the cells of libraries from those of this tool and of the user's kernels. */
export function libraryCells(externals: readonly External[]): (cell: Cell) => boolean {
  const ids = new Set(externals.filter(({ kind }) => kind === 'library').map(({ id }) => id));
  return (cell) => !isOwn(cell) && ids.has(cell.implementation);
}
