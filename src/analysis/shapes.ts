import { z } from 'zod';

import { cellPointShape, sweepAxes } from '../model/axes.js';
import { regionSchema } from '../model/region.js';

/** `Interval` of `statistics`. */
export const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });

/** `PairedRatio` of `statistics`: a ratio paired within rounds; the interval is null for too few rounds. */
export const ratioShape = {
  ratio: z.number(),
  interval: intervalSchema.nullable(),
  roundCount: z.int().positive(),
};
export const ratioSchema = z.strictObject(ratioShape);

/** `Sweep` of `model/axes.ts`. */
export const sweepShape = Object.fromEntries(
  sweepAxes.map((name) => [name, cellPointShape[name]]),
) as Pick<typeof cellPointShape, (typeof sweepAxes)[number]>;

/** Where the working set of a cell lies. */
export const placeShape = {
  /** Of x and y together, also where the implementation uses one of them: the size axis of all figures. */
  workingSetBytes: z.int().positive(),
  region: regionSchema,
  /** Within a factor of 2 of a cache boundary, where figures mix two levels. */
  isTransition: z.boolean(),
  /** By `isOutOfCache` of `model/region.ts`. */
  isOutOfCache: z.boolean(),
};

export const verdicts = ['memory-bound', 'compute-bound', 'mixed'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;
