import * as z from 'zod';

import type { Immutable } from '../../model/immutable.js';
import { problemSchema } from '../../model/problem-schema.js';
import { regionSchema } from '../../model/region-schema.js';
import { placeShape, sweepShape } from '../shapes.js';

/** Which implementation of the operation is fastest in one group. */
export const winnersSchema = z.strictObject({
  ...sweepShape,
  ...placeShape,
  problem: problemSchema,
  /** By its median. */
  fastest: z.string(),
  /** Those that are not significantly slower, or not known to be. */
  tied: z.array(z.string()),
  /** False when some were measured in too few rounds. */
  isDecided: z.boolean(),
});
export type Winners = Immutable<z.infer<typeof winnersSchema>>;

/** A problem that was measured in several cache states. */
export const stateWinnersSchema = z.strictObject({
  problem: problemSchema,
  region: regionSchema,
  /** One for each state. */
  states: z.array(winnersSchema),
  /** Whether no implementation wins or ties in all states; null where that is undecided. */
  differs: z.boolean().nullable(),
});
export type StateWinners = Immutable<z.infer<typeof stateWinnersSchema>>;
