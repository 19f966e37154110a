import { z } from 'zod';

import { runConfigSchema } from '../model/run-config.js';
import { cacheStates, targets } from '../model/vocabulary.js';
import {
  cellSchema,
  machineSchema,
  sessionSchema,
  toolSchema,
  type Equal,
  type Writable,
} from '../model/document-schema.js';
import { passes, type PassId } from '../softmax/passes.js';
import type { Analysis } from './analysis.js';

// What each field means is told in `analysis.ts`.

const count = z.int().nonnegative();
const positiveCount = z.int().positive();
const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });
const ratioShape = {
  ratio: z.number(),
  interval: intervalSchema.nullable(),
  roundCount: positiveCount,
};
const ratioSchema = z.strictObject(ratioShape);
const groupShape = {
  target: z.enum(targets),
  cacheState: z.enum(cacheStates),
  threadCount: positiveCount,
};
const innerRegionSchema = z.templateLiteral(['L', z.number()]);
const regionSchema = z.union([innerRegionSchema, z.enum(['last-level', 'memory'])]);
const placeShape = {
  elementCount: positiveCount,
  footprintBytes: positiveCount,
  region: regionSchema,
  isTransition: z.boolean(),
  isOutOfCache: z.boolean(),
};
const verdictSchema = z.enum(['memory-bound', 'compute-bound', 'mixed']);
const flagSchema = z.enum([
  'few-samples',
  'interrupted',
  'stolen-time',
  'page-faults',
  'context-switches',
  'above-read-bandwidth',
  'above-peak-bandwidth',
  'verdict-uncertain',
]);

const passShape = {
  index: count,
  pass: z.enum(Object.keys(passes) as PassId[]),
  store: z.enum(['ordinary', 'streaming', 'library']),
  reads: z.array(z.enum(['x', 'y'])),
  writes: z.array(z.enum(['x', 'y'])),
  sampleCount: positiveCount,
  medianNs: z.number(),
  madNs: z.number().nonnegative(),
  ci95Ns: intervalSchema.nullable(),
  passBytesPerSecond: z.number().nullable(),
  busBytesPerSecond: z.number().nullable(),
};

const cellAnalysisSchema = z.strictObject({
  ...groupShape,
  ...placeShape,
  id: z.string(),
  algorithm: z.string(),
  kind: z.enum(['softmax', 'baseline', 'skeleton']),
  sampleCount: positiveCount,
  batchCount: positiveCount,
  medianNs: z.number().positive(),
  madNs: z.number().nonnegative(),
  ci95Ns: intervalSchema.nullable(),
  nsPerElement: z.number().positive(),
  usefulBytesPerSecond: z.number(),
  passBytesPerSecond: z.number(),
  busBytesPerSecond: z.number().nullable(),
  memcpyFraction: z.number().nullable(),
  predictedByPassBytesNs: z.number().nullable(),
  predictedByBusBytesNs: z.number().nullable(),
  skeletonNs: z.number().nullable(),
  overPassPrediction: ratioSchema.nullable(),
  overBusPrediction: ratioSchema.nullable(),
  skeletonFraction: ratioSchema.nullable(),
  verdict: verdictSchema.nullable(),
  flags: z.array(flagSchema),
  passes: z.array(z.strictObject(passShape)).nullable(),
});

const speedupSchema = z.strictObject({
  ...groupShape,
  ...placeShape,
  ...ratioShape,
  algorithm: z.string(),
  over: z.enum(['three-pass-recompute', 'three-pass-reload']),
  floorRatio: z.number().min(1),
  classification: z.enum(['faster', 'slower', 'no difference']).nullable(),
  predictedByPassBytes: z.number(),
  predictedByBusBytes: z.number().nullable(),
  predictedBySkeletons: z.number().nullable(),
});

const noiseFloorSchema = z.strictObject({
  ...groupShape,
  ...ratioShape,
  algorithm: z.string(),
  elementCount: positiveCount,
  region: regionSchema,
  floorRatio: z.number().min(1),
});

const steadinessSchema = z.strictObject({
  processCount: count,
  stopCounts: z.array(
    z.strictObject({
      reason: z.enum(['converged', 'budget', 'rounds', 'interrupted']),
      cellCount: positiveCount,
    }),
  ),
  sampledShare: z.number().nullable(),
  usualClockHz: z.number().nullable(),
  otherCpuLoad: z.number().nullable(),
  disturbances: z.strictObject({
    roundCount: count,
    disturbedCount: count,
    causes: z.array(
      z.strictObject({
        cause: z.enum([
          'stolen time',
          'other programs',
          'context switches',
          'page faults',
          'a slow clock',
        ]),
        roundCount: positiveCount,
      }),
    ),
    largestMedianChange: z.number().nullable(),
  }),
  headline: z
    .strictObject({
      ...groupShape,
      algorithm: z.string(),
      over: z.string(),
      elementCount: positiveCount,
      rounds: z.array(
        z.strictObject({
          round: count,
          process: count,
          ratio: z.number(),
          isDisturbed: z.boolean(),
        }),
      ),
      trend: z.enum(['rising', 'falling', 'none']).nullable(),
      betweenProcessShare: z.number().nullable(),
      undisturbed: ratioSchema.nullable(),
    })
    .nullable(),
});

const passTableRowSchema = z.strictObject({
  ...groupShape,
  ...passShape,
  algorithm: z.string(),
  kind: z.enum(['softmax', 'baseline']),
  elementCount: positiveCount,
  baseline: z.string().nullable(),
  baselineFraction: z.number().nullable(),
  skeletonFraction: ratioSchema.nullable(),
  verdict: verdictSchema.nullable(),
});

const groupFactsSchema = z.strictObject({
  ...groupShape,
  elementCounts: z.array(positiveCount),
  outOfCacheElementCount: positiveCount.nullable(),
  isFarOutOfCache: z.boolean(),
});

/** `Analysis` as JSON. */
export const analysisSchema = z.strictObject({
  analysisVersion: z.literal(1),
  answer: z.tuple([z.string(), z.string()]),
  run: z.strictObject({
    runId: z.string(),
    tool: toolSchema,
    label: z.string().nullable(),
    startedAtUtc: z.iso.datetime(),
    resumedAtUtc: z.array(z.iso.datetime()),
    finishedAtUtc: z.iso.datetime().nullable(),
    isComplete: z.boolean(),
  }),
  machine: machineSchema,
  protocol: z.strictObject({
    config: runConfigSchema,
    session: sessionSchema.nullable(),
    measuredCellCount: count,
    sampleCount: count,
    roundCounts: intervalSchema.nullable(),
    maxUlpError: z.number().nullable(),
    maxZeroOutputShare: z.number().nullable(),
  }),
  warnings: z.array(z.string()),
  caches: z.strictObject({
    boundaries: z.array(
      z.strictObject({
        region: z.union([innerRegionSchema, z.literal('last-level')]),
        capacityBytes: positiveCount,
        source: z.enum(['operating system', '--llc', 'assumed', 'measured']),
      }),
    ),
    reportedLastLevelBytes: positiveCount,
    measuredLastLevelBytes: positiveCount.nullable(),
    explanation: z.string(),
  }),
  groups: z.array(groupFactsSchema),
  subject: groupFactsSchema.nullable(),
  cells: z.array(cellAnalysisSchema),
  passTable: z.array(passTableRowSchema),
  speedups: z.array(speedupSchema),
  writeAllocateProbes: z.array(
    z.strictObject({
      ...groupShape,
      elementCount: positiveCount,
      copyOverStreaming: ratioSchema,
      avoidedShare: z.number().min(0).max(1),
      conclusion: z.enum(['allocates', 'partly', 'avoids', 'unknown']),
      explanation: z.string(),
    }),
  ),
  noiseFloors: z.array(noiseFloorSchema),
  steadiness: steadinessSchema,
  impossible: z.array(
    z.strictObject({
      cellId: z.string(),
      limit: z.enum(['read bandwidth', 'peak bandwidth']),
      bytesPerSecond: z.number(),
      limitBytesPerSecond: z.number(),
      explanation: z.string(),
    }),
  ),
  paperClaims: z.array(
    z.strictObject({
      id: z.string(),
      claim: z.string(),
      origin: z.enum(['paper', 'derived']),
      claimedRatio: z.number().nullable(),
      measured: ratioSchema.nullable(),
      outcome: z.enum(['reproduced', 'not reproduced', 'not comparable']),
      reason: z.string(),
    }),
  ),
  problems: z.array(
    z.strictObject({
      status: z.enum(['failed', 'skipped']),
      reason: z.string(),
      cells: z.array(cellSchema),
    }),
  ),
  unmeasuredCellCount: count,
});

/** Fails to compile when the schema and the types of `analysis.ts` drift apart. */
true satisfies Equal<Writable<z.infer<typeof analysisSchema>>, Writable<Analysis>>;
