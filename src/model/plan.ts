import * as z from 'zod';

import { mostCells, mostProfiles } from './bounds.js';
import { cellSchema } from './cell.js';
import { externalSchema, mostExternals } from './external.js';
import type { Immutable } from './immutable.js';
import { runConfigSchema } from './run-config.js';
import { usedProfileSchema } from './used-profile.js';

/** What a run executes: the merged config and the cells in the order of the sweep. */
export const runPlanSchema = z.strictObject({
  config: runConfigSchema,
  cells: z.array(cellSchema).max(mostCells),
  /** What is measured at the target `external`; absent where that is nothing. */
  externals: z.array(externalSchema).max(mostExternals).optional(),
  /** What chose the variants, `default` first where it is measured; absent in results of earlier versions. */
  profiles: z.array(usedProfileSchema).max(mostProfiles).optional(),
  /** Cells are shuffled anew in every round by a generator seeded with `config.seed`. */
  order: z.literal('seeded shuffle, per round'),
});
export type RunPlan = Immutable<z.infer<typeof runPlanSchema>>;
