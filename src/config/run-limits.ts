import * as z from 'zod';

import { messageOf } from '../errors.js';
import {
  distributionSchema,
  roundsSchema,
  runConfigSchema,
  sweepSchema,
} from '../model/run-config.js';
import { formatBytes } from '../units.js';
import { parseByteSize } from './byte-size-syntax.js';

// What a new run accepts. A result keeps the wider schema of the model, so that it stays readable when a limit
// changes.

interface Limits {
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  /** Why there is a limit, or what to do instead. */
  readonly advice: string;
}

/**
 * A number within limits, which the JSON Schema shows too.
 * @param described has the description.
 */
function within<Schema extends z.ZodNumber>(
  schema: Schema,
  { description = '' }: z.ZodType,
  { minimum, maximum, unit, advice }: Limits,
): Schema {
  return schema
    .superRefine((value, context) => {
      if (value >= minimum && value <= maximum) return;
      const message = `expected ${minimum} to ${maximum}${unit}, got ${value}${unit}; ${advice}`;
      context.addIssue({ code: 'custom', message });
    })
    .meta({ minimum, maximum, description });
}

const { shape } = runConfigSchema;

const budgetSeconds = within(z.number(), shape.budgetSeconds, {
  minimum: 1,
  maximum: 7 * 24 * 3600,
  unit: ' s',
  advice: 'a measuring process takes most of a second to start',
});

const precisionLimits: Limits = {
  minimum: 0.01,
  maximum: 99,
  unit: '%',
  advice: 'times of one machine differ by more than 0.01%, and an interval of 100% decides nothing',
};
const precisionPercent = within(z.number(), shape.precisionPercent, precisionLimits);
const precisionPercentInCache = within(z.number(), shape.precisionPercentInCache, precisionLimits);

/** The timer of a visit, 120 s a sample, is a 32-bit number of milliseconds. */
const samplesPerRound = within(z.int(), shape.samplesPerRound, {
  minimum: 1,
  maximum: 1000,
  unit: '',
  advice: 'for more samples give more rounds',
});

const roundLimits: Limits = {
  minimum: 1,
  maximum: 1_000_000,
  unit: '',
  advice: 'the budget ends a run first',
};
/** Parts of `rounds`, whose order is checked when both are known. */
export const limitedRounds = z.strictObject({
  minimum: within(z.int(), roundsSchema.shape.minimum, roundLimits),
  maximum: within(z.int(), roundsSchema.shape.maximum, roundLimits),
});

const pointLimits = {
  minimum: 0.1,
  maximum: 16,
  unit: '',
  advice: '0.1 is one size every ten doublings, 16 are sixteen each doubling',
};
const sweep = sweepSchema.extend({
  toCacheMultiple: within(z.number(), sweepSchema.shape.toCacheMultiple, {
    minimum: 0.001,
    maximum: 1024,
    unit: '',
    advice: 'an array of 4 times the cache is out of cache',
  }),
  pointsPerOctave: within(z.number(), sweepSchema.shape.pointsPerOctave, pointLimits),
  pointsPerOctaveAtEdges: within(
    z.number(),
    sweepSchema.shape.pointsPerOctaveAtEdges.unwrap(),
    pointLimits,
  ).optional(),
});

/** A sweep whose largest size can be counted. */
export const limitedSweep = sweep.describe(sweepSchema.description ?? '');

/**
 * The smallest L1 data cache of today: Arm Cortex-A55 has 16 to 64 KiB (Technical Reference Manual 100442), AMD
 * Piledriver 16 KiB (Software Optimization Guide for Family 15h, 47414).
 */
const smallestL1Bytes = 2 ** 14;

/** The largest last-level cache of a CPU: the 64 GiB of memory in the package of Intel Xeon Max, in cache mode. */
const largestCacheBytes = 2 ** 36;

const byteSizeText = z.string().transform((text, context) => {
  try {
    return parseByteSize(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
    return z.NEVER;
  }
});

/** In bytes, as a number or as text. */
const lastLevelCacheBytes = z
  .union([
    z.int().min(1).meta({ minimum: smallestL1Bytes, maximum: largestCacheBytes }),
    byteSizeText,
  ])
  .superRefine((bytes, context) => {
    const message = cacheSizeProblem(bytes);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .nullable()
  .describe(`${shape.lastLevelCacheBytes.description ?? ''} Also as text: 32Mi.`);

/** A small number was meant in another unit. */
function cacheSizeProblem(bytes: number): string | null {
  if (bytes > largestCacheBytes) {
    const largest = formatBytes(largestCacheBytes);
    return `${formatBytes(bytes)} is larger than any cache (${largest}); expected a size such as 32Mi`;
  }
  if (bytes >= smallestL1Bytes) return null;
  const [unit, prefix] = bytes < 1024 ? [2 ** 20, 'Mi'] : [2 ** 10, 'Ki'];
  return `${bytes} bytes is smaller than any L1 cache; for ${formatBytes(bytes * unit)} write ${bytes}${prefix}`;
}

/** Kernels read float32; a normal input of our generator lies within 9 standard deviations. */
const input = distributionSchema
  .superRefine((spec, context) => {
    for (const [key, value] of extremesOf(spec)) {
      if (Number.isFinite(Math.fround(value))) continue;
      const message = `expected float32 values, at most 3.4028234e38 in magnitude, got ${value}`;
      context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .describe(shape.input.description ?? '');

function extremesOf(input: z.infer<typeof distributionSchema>): (readonly [string, number])[] {
  switch (input.distribution) {
    case 'normal':
      return [['mean', Math.abs(input.mean) + 9 * input.standardDeviation]];
    case 'uniform':
      return [
        ['low', input.low],
        ['high', input.high],
      ];
    case 'constant':
      return [['value', input.value]];
  }
}

/** Schemas of the fields that have limits in a new run and none in a result. */
export const limitedFields = {
  input,
  samplesPerRound,
  budgetSeconds,
  precisionPercent,
  precisionPercentInCache,
  lastLevelCacheBytes,
};
