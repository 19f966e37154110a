import * as z from 'zod';

import { messageOf } from '../errors.js';
import { nameSchema } from '../model/bounds.js';
import {
  ascendingRounds,
  distributionSchema,
  roundsSchema,
  runConfigSchema,
  shapesSchemaOf,
  sizesSchemaOf,
  sweepSchema,
} from '../model/run-config.js';
import { limitedFields, limitedRounds, limitedSweep } from './run-limits.js';
import { parseShape } from './shape-syntax.js';
import { parseSizes } from './size-syntax.js';

/** A text that `parse` does not refuse. */
function textFor(parse: (text: string) => unknown): z.ZodType<string> {
  return nameSchema.superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
  });
}

const completeSchema = runConfigSchema.extend({
  ...limitedFields,
  sizes: sizesSchemaOf(textFor(parseSizes), limitedSweep).optional(),
  shapes: shapesSchemaOf(textFor(parseShape)).optional(),
  rounds: ascendingRounds(limitedRounds),
});

/** The config of a run before it is planned: `runConfigSchema` with the texts of sizes and all limits checked. */
export const checkedConfigSchema = completeSchema.superRefine(({ processes, rounds }, context) => {
  if (processes <= rounds.maximum) return;
  const message = `expected at most ${rounds.maximum} (rounds.maximum), got ${processes}; each process measures at least one round`;
  context.addIssue({ code: 'custom', path: ['processes'], message });
});

/**
 * What a config file or the flags may say: any of the keys, and any part of `rounds`. Keys that are
 * missing come from the layer below (see `load-config.ts`).
 */
export const configLayerSchema = completeSchema
  .partial()
  .extend({
    $schema: z.string().optional(),
    rounds: limitedRounds.partial().optional(),
  })
  .superRefine(({ sizes, shapes }, context) => {
    if (sizes === undefined || shapes === undefined) return;
    const message = 'sizes are given too, and shapes take their place: give one of the two';
    context.addIssue({ code: 'custom', path: ['shapes'], message });
  });
export type ConfigLayer = z.infer<typeof configLayerSchema>;

/** The keys that each object of the config may have, by its path; to name the key that was meant. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configLayerSchema.shape),
  sizes: Object.keys(sweepSchema.shape),
  rounds: Object.keys(roundsSchema.shape),
  input: distributionSchema.options.flatMap((option) => Object.keys(option.shape)),
};
