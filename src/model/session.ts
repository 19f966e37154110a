import * as z from 'zod';

import {
  amountSchema,
  mostThreads,
  nameSchema,
  rateSchema,
  readingSchema,
  sentenceSchema,
} from './bounds.js';
import type { Immutable } from './immutable.js';
import { placementSchema } from './placement.js';
import { pagesKinds, scalings } from './vocabulary.js';

/** The clock that a backend reads next to its kernels. */
const clockSchema = z.strictObject({
  /** `rdtscp`, `clock_gettime`, `performance.now` or the like. */
  source: nameSchema,
  frequencyHz: rateSchema,
  /** Median cost of reading the clock twice in a row, subtracted from every duration. */
  overheadNs: amountSchema,
});
export type ClockInfo = Immutable<z.infer<typeof clockSchema>>;

/** Threads that share a workspace, and what bringing them together costs. */
const threadTeamSchema = z.strictObject({
  placement: placementSchema,
  scaling: z.enum(scalings),
  /** The CPU of each thread, in order: n threads are the first n. */
  cpus: z.array(z.int().nonnegative()).max(mostThreads),
  /** Whether the system kept each thread on its CPU. */
  isPinned: z.boolean(),
  /** Median time of one barrier, in ns, by the thread counts that were measured. */
  barriers: z
    .array(
      z.strictObject({ threadCount: z.int().min(2).max(mostThreads), barrierNs: readingSchema }),
    )
    .max(mostThreads),
});
export type ThreadTeamFacts = Immutable<z.infer<typeof threadTeamSchema>>;

/** Where x and y of a backend lay, and on which pages the system put them. */
export const workspacePagesSchema = z.strictObject({
  /** As the plan has it. */
  pages: z.enum(pagesKinds),
  /** Of the pages of the mapping, transparent huge pages apart. */
  pageSizeBytes: z.int().positive(),
  /** Null for one thread; absent in results of earlier versions. */
  team: threadTeamSchema.nullable().optional(),
  /** Bytes of x and y together, of all threads. */
  bytes: z.int().nonnegative(),
  /** Bytes backed by transparent huge pages, or null if unknown. */
  hugePageBytes: z.int().nonnegative().nullable(),
});
export type WorkspacePages = Immutable<z.infer<typeof workspacePagesSchema>>;

/** Facts about one backend in the process that measured, known once its memory is allocated. */
const backendSessionSchema = z.strictObject({
  name: z.enum(['native', 'wasm', 'js']),
  /** Where the kernels come from, where there is a choice: the package or a local build. */
  origin: z.enum(['prebuilt', 'local build']).nullable(),
  clock: clockSchema,
  /** What the timed region does with subnormal numbers. */
  denormals: z.enum(['flushed', 'kept']),
  /** One entry for each kind of pages. */
  workspaces: z.array(workspacePagesSchema).max(1000),
});
export type BackendSession = Immutable<z.infer<typeof backendSessionSchema>>;

/** Kernels that were tried before those that are used, and cannot be had. */
const unavailableKernelSchema = z.strictObject({
  /** What it was, such as `native, prebuilt`. */
  candidate: nameSchema,
  /** Why not, in a few words. */
  reason: sentenceSchema,
  /** Whether it is there and does not load. */
  isBroken: z.boolean(),
});
export type UnavailableKernel = Immutable<z.infer<typeof unavailableKernelSchema>>;

/** Facts about the process that measured. */
export const sessionSchema = z.strictObject({
  /** Each backend that owns a target of the plan. */
  backends: z.array(backendSessionSchema).max(20),
  unavailableKernels: z.array(unavailableKernelSchema).max(100),
  /** The memory limit that was announced before allocating. */
  announcedPeakBytes: z.int().nonnegative(),
  /** The peak seen at the end; null when interrupted. */
  measuredPeakBytes: z.int().nonnegative().nullable(),
});
export type Session = Immutable<z.infer<typeof sessionSchema>>;
