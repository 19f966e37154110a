import { z } from 'zod';

import type { Immutable } from './immutable.js';
import { elementTypes } from './vocabulary.js';

/** The bytes of both arrays are then a whole number that a double holds. */
const mostElements = 2 ** 49;

/** What one call works on: `rows` independent rows of `columns` elements each. */
export const problemSchema = z
  .strictObject({
    rows: z.int().positive(),
    columns: z.int().positive(),
    elementType: z.enum(elementTypes),
  })
  .refine(({ rows, columns }) => rows * columns <= mostElements, {
    path: ['columns'],
    error: `expected at most ${mostElements} elements`,
  });
export type Problem = Immutable<z.infer<typeof problemSchema>>;
