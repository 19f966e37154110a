import * as z from 'zod';

import { cellPointShape } from '../../model/axes.js';
import type { Immutable } from '../../model/immutable.js';
import { placeShape, ratioShape } from '../shapes.js';

const { profile, ...unprofiledShape } = cellPointShape;

/** One implementation with several choices of variants, at one point. */
export const variantComparisonSchema = z.strictObject({
  ...unprofiledShape,
  ...placeShape,
  /** What the others are compared with: the default, or the first of the axis; null is the default. */
  base: profile,
  baseNsPerElement: z.number(),
  /** In the order of the axis. */
  others: z.array(
    z.strictObject({
      profile,
      nsPerElement: z.number(),
      /** Time with the base over time with these; null where no round has both. */
      gain: z.strictObject(ratioShape).nullable(),
      /** An interval that holds 1, or reaches into the A/A noise, is no difference; null without an interval. */
      classification: z.enum(['faster', 'slower', 'no difference']).nullable(),
    }),
  ),
});
export type VariantComparison = Immutable<z.infer<typeof variantComparisonSchema>>;
