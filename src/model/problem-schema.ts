import { z } from 'zod';

import type { Immutable } from './immutable.js';
import { elementTypes } from './vocabulary.js';

/** What one call works on: `rows` independent rows of `columns` elements each. */
export const problemSchema = z.strictObject({
  rows: z.int().positive(),
  columns: z.int().positive(),
  elementType: z.enum(elementTypes),
});
export type Problem = Immutable<z.infer<typeof problemSchema>>;
