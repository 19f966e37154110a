import { z } from 'zod';

import { messageOf } from '../errors.js';
import {
  distributionSchema,
  roundsSchema,
  runConfigSchema,
  sizesSchemaOf,
  sweepSchema,
} from '../model/run-config.js';
import { parseSizes } from './size-syntax.js';

const sizeTextSchema = z.string().superRefine((text, context) => {
  try {
    parseSizes(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
  }
});

/** The config of a run before it is planned: `runConfigSchema`, with the texts of `sizes` checked. */
export const checkedConfigSchema = runConfigSchema.extend({ sizes: sizesSchemaOf(sizeTextSchema) });

/**
 * What a config file or the flags may say: any of the keys, and any part of `rounds`. Keys that are
 * missing come from the layer below (see `load-config.ts`).
 */
export const configLayerSchema = checkedConfigSchema.partial().extend({
  $schema: z.string().optional(),
  rounds: roundsSchema.partial().optional(),
});
export type ConfigLayer = z.infer<typeof configLayerSchema>;

/** The keys that each object of the config may have, by its path; to name the key that was meant. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configLayerSchema.shape),
  sizes: Object.keys(sweepSchema.shape),
  rounds: Object.keys(roundsSchema.shape),
  input: distributionSchema.options.flatMap((option) => Object.keys(option.shape)),
};
