import * as z from 'zod';

import {
  amountSchema,
  mostListed,
  nameSchema,
  rateSchema,
  sentenceSchema,
} from '../model/bounds.js';
import type { Immutable } from '../model/immutable.js';
import type { Region } from '../model/region-schema.js';
import { profileNameSchema } from '../model/used-profile.js';
import { storeKinds, targets } from '../model/vocabulary.js';
import { passIds } from './passes.js';

/** The format of a profile, and the version of it that this tool writes. */
export const profileFormat = 'softmax-bench profile';
export const profileVersion = 1;

/** Where the working set lies that a choice is for. */
export const profileLevels = ['L1', 'L2', 'LLC', 'DRAM'] as const satisfies readonly Region[];
const passIdSchema = z.enum(passIds);
export type ProfileLevel = (typeof profileLevels)[number];

/** How many threads work: one, or several. */
export const profileThreads = ['one', 'several'] as const;

/** A ratio of two times, default over chosen: above 1 the chosen one is faster. */
const gainSchema = z.strictObject({
  ratio: rateSchema,
  low: rateSchema,
  high: rateSchema,
  rounds: z.int().positive(),
  processes: z.int().positive(),
});
export type VariantGain = Immutable<z.infer<typeof gainSchema>>;

const variantPartShape = {
  vectorBits: z
    .union([z.int().positive(), z.enum(['widest', 'narrowest'])])
    .optional()
    .describe('Width of the vectors, or which of the widths that exist.'),
  unroll: z.int().positive().max(255).optional().describe('Vectors of a loop step.'),
  accumulators: z.int().positive().max(255).optional().describe('Independent partial results.'),
  prefetchBytes: z
    .int()
    .nonnegative()
    .max(2 ** 20)
    .optional()
    .describe('How far ahead of the reads a software prefetch runs; 0 for none.'),
};

/** A choice in full, apart from stores; no width where the compiler or the C library chooses. */
const choiceSchema = z.strictObject({
  vectorBits: z.int().positive().optional(),
  unroll: z.int().positive().max(255),
  accumulators: z.int().positive().max(255),
  prefetchBytes: z
    .int()
    .nonnegative()
    .max(2 ** 20),
});
export type VariantChoice = Immutable<z.infer<typeof choiceSchema>>;

/** What a rule or a decision is about; a list that is absent names all. */
const ruleSchema = z.strictObject({
  targets: z.array(z.enum(targets)).min(1).max(targets.length).optional(),
  passes: z.array(passIdSchema).min(1).max(100).optional(),
  stores: z.array(z.enum(storeKinds)).min(1).max(storeKinds.length).optional(),
  levels: z
    .array(z.enum(profileLevels))
    .min(1)
    .max(profileLevels.length)
    .optional()
    .describe('Where the working set lies; absent for anywhere.'),
  threads: z.enum(profileThreads).optional().describe('How many threads; absent for any number.'),
  ...variantPartShape,
  notes: sentenceSchema.optional().describe('Why: what was measured where.'),
  gain: gainSchema
    .optional()
    .describe('Time of the default over that of this choice, with its 99% interval.'),
  over: choiceSchema.optional().describe('The default that the gain is over.'),
});
export type VariantRule = Immutable<z.infer<typeof ruleSchema>>;

const keptSchema = z.strictObject({
  target: z.enum(targets),
  pass: passIdSchema,
  store: z.enum(storeKinds),
  level: z.enum(profileLevels),
  threads: z.enum(profileThreads),
  gain: gainSchema
    .nullable()
    .describe('Of the best other variant; null where the default won the race.'),
  over: choiceSchema.describe('The default that is kept.'),
});
export type KeptDefault = Immutable<z.infer<typeof keptSchema>>;

/** A CPU by what decides which variants are fast; vendor, family and model as CPUID has them. */
const cpuTraitsSchema = z.strictObject({
  vendor: nameSchema,
  family: z.int().nonnegative(),
  model: z.int().nonnegative(),
  features: z.array(nameSchema).max(1000),
});
export type CpuTraits = Immutable<z.infer<typeof cpuTraitsSchema>>;

/** Which variant of each pass a run uses, as rules of which later ones win. */
export const variantProfileSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(profileFormat),
  version: z.literal(profileVersion),
  name: profileNameSchema,
  notes: sentenceSchema.optional(),
  extends: nameSchema.optional().describe('The profile whose rules come before these.'),
  match: cpuTraitsSchema
    .partial()
    .optional()
    .describe('The CPUs that use it unless told otherwise: all of these agree.'),
  madeBy: z
    .strictObject({
      toolVersion: nameSchema,
      createdAtUtc: z.iso.datetime(),
      cpuModel: nameSchema,
      cpu: cpuTraitsSchema,
      lastLevelCacheBytes: z.int().positive(),
      seconds: amountSchema,
      seed: z.int().nonnegative(),
    })
    .optional()
    .describe('The run of softmax-bench tune that wrote it.'),
  rules: z.array(ruleSchema).max(mostListed),
  kept: z
    .array(keptSchema)
    .max(mostListed)
    .optional()
    .describe('Where nothing was significantly faster than the default.'),
});
export type VariantProfile = Immutable<z.infer<typeof variantProfileSchema>>;
