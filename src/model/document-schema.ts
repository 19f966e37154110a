import { z } from 'zod';

import { runConfigSchema } from './run-config.js';
import { cacheStates, targets } from './vocabulary.js';
import { checkIds } from './finding.js';
import { findAlgorithm } from '../softmax/algorithms.js';
import type { ResultDocument } from './result.js';
import { schemaVersion } from '../storage/schema-version.js';

const count = z.int().nonnegative();
const positiveCount = z.int().positive();
const bytes = z.int().nonnegative();
const durationNs = z.number().positive();

const utcInstant = z.iso.datetime();

const cacheSchema = z.strictObject({
  level: positiveCount,
  kind: z.enum(['data', 'unified']),
  sizeBytes: bytes,
  lineBytes: count,
  sharedByCpuCount: count,
});

/** `Machine`. */
export const machineSchema = z.strictObject({
  anonymousId: z.string().nullable(),
  cpuModel: z.string(),
  architecture: z.string(),
  isaFeatures: z.array(z.string()),
  logicalCpuCount: positiveCount,
  hypervisor: z.string().nullable(),
  caches: z.array(cacheSchema),
  lastLevelCacheBytes: z.int().positive(),
  lastLevelCacheSource: z.enum(['operating system', '--llc', 'assumed']),
  memoryBytes: bytes,
  pageSizeBytes: positiveCount,
  transparentHugePages: z.string().nullable(),
  operatingSystem: z.string(),
  nodeVersion: z.string(),
});

const findingSchema = z.strictObject({
  check: z.enum(checkIds),
  severity: z.enum(['warning', 'note']),
  what: z.string(),
  why: z.string(),
  remedy: z.string(),
});

const backendSessionSchema = z.strictObject({
  name: z.enum(['native', 'wasm', 'js']),
  origin: z.enum(['prebuilt', 'local build']).nullable(),
  clock: z.strictObject({
    source: z.string(),
    frequencyHz: z.number().positive(),
    overheadNs: z.number().nonnegative(),
  }),
  denormals: z.enum(['flushed', 'kept']),
  pageSizeBytes: positiveCount,
  hugePageBytes: bytes.nullable(),
});

/** `Session`. */
export const sessionSchema = z.strictObject({
  backends: z.array(backendSessionSchema),
  passedOver: z.array(
    z.strictObject({ candidate: z.string(), reason: z.string(), isBroken: z.boolean() }),
  ),
  announcedPeakBytes: bytes,
  measuredPeakBytes: bytes.nullable(),
});

const stores = ['ordinary', 'streaming', 'library'] as const;

const variantSchema = z.strictObject({
  vectorBits: positiveCount.nullable(),
  unroll: positiveCount,
  accumulators: positiveCount,
  store: z.enum(stores),
  prefetchBytes: bytes,
});

const isKnownAlgorithm = (id: string): boolean => findAlgorithm(id) !== undefined;

/** `Cell`; its algorithm must be one that this version knows. */
export const cellSchema = z.strictObject({
  id: z.string(),
  algorithm: z.string().refine(isKnownAlgorithm, {
    error: 'expected the id of an algorithm that this version knows',
  }),
  target: z.enum(targets),
  elementCount: positiveCount,
  cacheState: z.enum(cacheStates),
  threadCount: positiveCount,
  variants: z.array(variantSchema),
});

const verificationSchema = z.strictObject({
  maxUlpError: z.number().nonnegative().nullable(),
  maxRelativeError: z.number().nonnegative().nullable(),
  sumError: z.number().nonnegative().nullable(),
  zeroOutputShare: z.number().min(0).max(1).nullable(),
  comparedElementCount: count,
});

/** One reading of every round. */
const readingsSchema = z.array(z.number().nullable());

/** `NoiseLedger`. */
const noiseSchema = z
  .strictObject({
    round: z.array(count),
    // Wall times are always known.
    wallNs: z.array(z.number().nonnegative()),
    sampledNs: readingsSchema,
    stealNs: readingsSchema,
    involuntaryContextSwitches: readingsSchema,
    minorPageFaults: readingsSchema,
    majorPageFaults: readingsSchema,
    otherBusyNs: readingsSchema,
    clockHz: readingsSchema,
    frequencyHz: readingsSchema,
    temperatureCelsius: readingsSchema,
  })
  .refine((noise) => Object.values(noise).every(({ length }) => length === noise.round.length), {
    error: 'expected arrays of one length',
  });

const measuredSchema = z
  .strictObject({
    status: z.literal('measured'),
    cell: cellSchema,
    verification: verificationSchema,
    batchCount: positiveCount,
    durationsNs: z.array(durationNs).min(1),
    // A single pass can be shorter than the cost of the clock that is subtracted from it.
    passDurationsNs: z.array(z.array(z.number())).nullable(),
    rounds: z.array(count),
    processes: z.array(count),
    noise: noiseSchema,
    stopReason: z.enum(['converged', 'budget', 'rounds', 'interrupted']),
  })
  .refine(({ durationsNs, rounds }) => durationsNs.length === rounds.length, {
    path: ['rounds'],
    error: 'expected one round for each of durationsNs',
  })
  .refine(({ durationsNs, processes }) => durationsNs.length === processes.length, {
    path: ['processes'],
    error: 'expected one process for each of durationsNs',
  });

const outcomeSchema = z.discriminatedUnion('status', [
  measuredSchema,
  z.strictObject({ status: z.literal('skipped'), cell: cellSchema, reason: z.string() }),
  z.strictObject({ status: z.literal('failed'), cell: cellSchema, message: z.string() }),
]);

/** `ResultDocument['tool']`. */
export const toolSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  gitCommit: z.string().nullable(),
  buildId: z.string().nullable(),
});

/**
 * `ResultDocument` as it is read back from JSON. Unknown keys and non-finite numbers are errors. Compiled, since a result
 * holds a hundred thousand numbers.
 */
export const resultDocumentSchema = z.compile(
  z.strictObject({
    schemaVersion: z.literal(schemaVersion),
    tool: toolSchema,
    label: z.string().nullable(),
    startedAtUtc: utcInstant,
    resumedAtUtc: z.array(utcInstant),
    finishedAtUtc: utcInstant.nullable(),
    machine: machineSchema,
    findings: z.array(findingSchema),
    session: sessionSchema.nullable(),
    plan: z.strictObject({
      config: runConfigSchema,
      cells: z.array(cellSchema),
      order: z.literal('seeded shuffle, per round'),
    }),
    outcomes: z.array(outcomeSchema),
  }),
);

/** T with all that is readonly made writable, as zod infers it. */
export type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
/**
 * Whether two types are the same. Assignability in both directions would let optional keys slip.
 */
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/** Fails to compile when the schema and the type of `result.ts` drift apart. */
true satisfies Equal<Writable<z.infer<typeof resultDocumentSchema>>, Writable<ResultDocument>>;
