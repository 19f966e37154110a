import * as z from 'zod';

import { mostListed, mostProfiles, mostThreads, nameSchema, sentenceSchema } from './bounds.js';
import type { Immutable } from './immutable.js';
import { placementSchema } from './placement.js';
import { cacheStates, pagesKinds, scalings, targets } from './vocabulary.js';

// Descriptions are part of the JSON Schema that editors show for a config file, so they are data
// here and not comments.

const positiveInteger = z.int().min(1);

/** Thread counts by what they mean on a machine. */
export const threadCountNames = ['cores', 'all', 'powers'] as const;

/** At which sizes thread counts beyond the first are measured. */
const threadSizesKinds = ['all', 'largest'] as const;

/** Kernels of the user in one run. */
const mostKernels = 32;

/** The largest element count of one array: 16 GiB of float32. */
export const maxElementCount = 2 ** 32;

const uniformSchema = z
  .strictObject({ distribution: z.literal('uniform'), low: z.number(), high: z.number() })
  .superRefine(({ low, high }, context) => {
    if (low < high) return;
    const message = `expected less than ${high} (input.high), got ${low}`;
    context.addIssue({ code: 'custom', path: ['low'], message });
  });

export const distributionSchema = z.discriminatedUnion('distribution', [
  z.strictObject({
    distribution: z.literal('normal'),
    mean: z.number(),
    standardDeviation: z.number().positive(),
  }),
  uniformSchema,
  z.strictObject({ distribution: z.literal('constant'), value: z.number() }),
]);

export const sweepSchema = z
  .strictObject({
    fromWorkingSetBytes: positiveInteger.describe(
      'Smallest working set: x and y together, in bytes.',
    ),
    toCacheMultiple: z
      .number()
      .positive()
      .describe('The largest array is this many times the last-level cache.'),
    pointsPerOctave: z.number().positive().max(16).describe('Sizes for each doubling.'),
    pointsPerOctaveAtEdges: z
      .number()
      .positive()
      .max(16)
      .optional()
      .describe('The same within a factor of 2 of the capacity of a cache, where speed changes.'),
    maxArrayBytes: positiveInteger
      .nullable()
      .describe('No array is larger than this, whatever the cache; null for no limit.'),
  })
  .describe('A geometric sweep of working sets from in-cache to out-of-cache.');

/** Sizes as a config gives them, with the schemas of a size that is written as text and of a sweep. */
export function sizesSchemaOf(text: z.ZodType<string>, sweep: typeof sweepSchema) {
  return z
    .union([
      z
        .array(z.union([positiveInteger.max(maxElementCount), text]))
        .min(1)
        .max(mostListed),
      sweep,
    ])
    .describe('Element counts as numbers or as text (1000, 64Ki, 4Ki..1Mi), or a sweep.');
}

export const roundsSchema = z.strictObject({
  minimum: positiveInteger.describe('Rounds that every cell gets, unless the budget ends first.'),
  maximum: positiveInteger.describe('Rounds after which a cell is not measured again.'),
});

/** Rounds whose minimum is not above their maximum. */
export function ascendingRounds(rounds: typeof roundsSchema) {
  return rounds.superRefine(({ minimum, maximum }, context) => {
    if (minimum <= maximum) return;
    const message = `expected at most ${maximum} (rounds.maximum), got ${minimum}`;
    context.addIssue({ code: 'custom', path: ['minimum'], message });
  });
}

/** Shapes as a config gives them, with the schema of one that is written as text. */
export function shapesSchemaOf(text: z.ZodType<string>) {
  return z
    .array(text)
    .min(1)
    .max(mostListed)
    .describe(
      'In place of sizes: rows x columns (512x128256), with a row stride in elements (512x128256:128320), or llm, attention, vision.',
    );
}

/** Everything that a run is asked to do, after the preset, the file and the flags are merged. */
export const runConfigSchema = z.strictObject({
  algorithms: z
    .array(nameSchema)
    .min(1)
    .max(mostListed)
    .describe('Algorithm ids and group names (core, softmax, baselines, all and others).'),
  targets: z
    .array(z.enum([...targets, 'best', 'all']))
    .min(1)
    .max(mostListed)
    .describe('Targets, or best (the fastest that runs here) or all (each that runs here).'),
  sizes: sizesSchemaOf(nameSchema, sweepSchema).optional(),
  shapes: shapesSchemaOf(nameSchema).optional(),
  cacheStates: z
    .array(z.enum(cacheStates))
    .min(1)
    .max(mostListed)
    .describe('What is in cache when a timed call begins.'),
  input: distributionSchema.describe('How x is filled.'),
  seed: z.int().nonnegative().describe('Seed of the input and of the order of cells.'),
  rounds: ascendingRounds(roundsSchema),
  samplesPerRound: positiveInteger.describe('Samples of a cell in each round.'),
  budgetSeconds: z.number().positive().describe('Measuring stops when this is used up.'),
  precisionPercent: z
    .number()
    .positive()
    .describe(
      'Out of cache, cells of one size stop once their medians and speed-ups are known this well: ' +
        'half the width of the 95% interval, in percent.',
    ),
  precisionPercentInCache: z.number().positive().describe('The same for what a cache holds.'),
  processes: positiveInteger
    .max(64)
    .describe('Rounds are spread over so many measuring processes, one after the other.'),
  aaOnly: z.boolean().describe('A/A run: measure only the pairs of one algorithm under two names.'),
  perPass: z.boolean().describe('Also sample every pass on its own.'),
  threads: z
    .array(z.union([positiveInteger.max(mostThreads), z.enum(threadCountNames)]))
    .min(1)
    .max(mostListed)
    .optional()
    .describe(
      'Thread counts: numbers, cores (one thread a core), all (every CPU that the process may use), ' +
        'powers (1, 2, 4 ... up to all). Default: 1.',
    ),
  placements: z
    .array(placementSchema)
    .min(1)
    .max(mostListed)
    .optional()
    .describe(
      'CPUs of several threads: compact (one memory domain after the other), scatter (dealt out over ' +
        'the domains), or a list such as list:0-3,8. Default: compact.',
    ),
  scalings: z
    .array(z.enum(scalings))
    .min(1)
    .max(mostListed)
    .optional()
    .describe(
      'What several threads do: weak (each has arrays of the size) or strong (they share one row). ' +
        'Default: weak.',
    ),
  threadSizes: z
    .enum(threadSizesKinds)
    .optional()
    .describe(
      'Sizes of each thread count but the first: all, or the largest, with what the answer is about. Default: all.',
    ),
  pages: z
    .array(z.enum(pagesKinds))
    .min(1)
    .max(mostListed)
    .describe(
      'Pages of x and y: default (transparent huge pages refused), huge (requested), hugetlb (reserved 2 MiB pages).',
    ),
  variants: z
    .array(sentenceSchema.min(1))
    .min(1)
    .max(mostProfiles)
    .optional()
    .describe(
      'Which variants of the passes: default (of this CPU), tuned (what softmax-bench tune found), paper (of its authors), ' +
        'another profile of the package, or a file. Several are measured side by side. Default: default.',
    ),
  libraries: z
    .array(nameSchema)
    .min(1)
    .max(mostListed)
    .optional()
    .describe(
      'Libraries to measure beside the algorithms: ids (softmax-bench list --libraries) or auto, each that is found. Default: none.',
    ),
  kernels: z
    .array(sentenceSchema)
    .min(1)
    .max(mostKernels)
    .optional()
    .describe(
      'Your own kernels, as file:symbol or name=file:symbol; a C or C++ source file is compiled. Default: none.',
    ),
  kernelPasses: sentenceSchema
    .optional()
    .describe('What the passes of your kernels read and write: "R:x; R:x W:y nt".'),
  kernelTolerance: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe(
      'Largest relative error of an output of your kernels with which they are timed. Default: 0.01.',
    ),
  python: sentenceSchema
    .optional()
    .describe('The Python whose libraries are measured. Default: python3.'),
  lastLevelCacheBytes: positiveInteger
    .nullable()
    .describe(
      'Last-level cache size to use; null for the one that the system reports and the probe measures.',
    ),
  probe: z
    .boolean()
    .optional()
    .describe('Whether the caches are probed before the plan is made, unless their size is given.'),
});

/**
 * Elements of the tile that the input repeats: a prime near 2^20, so that no power-of-two stride,
 * vector width or unroll ever lines up with the repetition.
 */
export const tileElementCount = 1_048_573;

export type RunConfig = Immutable<z.infer<typeof runConfigSchema>>;
export type InputSpec = Immutable<z.infer<typeof distributionSchema>>;
export type SizeSpec = NonNullable<RunConfig['sizes']>;
export type SizeSweep = Immutable<z.infer<typeof sweepSchema>>;
