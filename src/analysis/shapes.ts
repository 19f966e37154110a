import * as z from 'zod';

import { cellPointShape, sweepAxes } from '../model/axes.js';
import { regionSchema } from '../model/region-schema.js';

/** `Interval` of `statistics`. */
export const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });

const positive = z.number().positive();
const ratioIntervalSchema = z.strictObject({ low: positive, high: positive });

/** `PairedRatio` of `statistics`: a ratio paired within rounds; the interval is null for too few rounds. */
export const ratioShape = {
  ratio: positive,
  interval: ratioIntervalSchema.nullable(),
  roundCount: z.int().positive(),
};

/** `KnownRatio` of `statistics`; its fields are null where rounds are too few for an interval. */
export const knownRatioSchema = z.strictObject({ ...ratioShape, interval: ratioIntervalSchema });

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

/** By the rule of `cells/verdict-rule.ts`. */
export const verdicts = ['memory-bound', 'compute-bound', 'mixed', 'undecided'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;
