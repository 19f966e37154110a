import * as z from 'zod';

import type { Immutable } from './immutable.js';
import { elementTypes } from './vocabulary.js';

/** The bytes of both arrays are then a whole number that a double holds. */
const mostElements = 2 ** 49;

/** What one call works on: `rows` independent rows of `columns` elements each. */
export const problemSchema = z
  .strictObject({
    rows: z.int().positive(),
    columns: z.int().positive(),
    /** From the start of a row to that of the next, more than `columns`; absent where rows follow each other. */
    rowStrideElements: z.int().positive().optional(),
    elementType: z.enum(elementTypes),
  })
  .refine(
    ({ rows, columns, rowStrideElements }) => rows * (rowStrideElements ?? columns) <= mostElements,
    {
      path: ['columns'],
      error: `expected at most ${mostElements} elements`,
    },
  )
  .refine(({ columns, rowStrideElements }) => (rowStrideElements ?? Infinity) > columns, {
    path: ['rowStrideElements'],
    error: 'expected more than the columns',
  });
export type Problem = Immutable<z.infer<typeof problemSchema>>;
