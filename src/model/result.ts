import * as z from 'zod';

import { mostCells, mostSamples, nameSchema } from './bounds.js';
import { allocationSchema } from './allocation.js';
import { findingSchema } from './finding.js';
import type { Immutable } from './immutable.js';
import { machineSchema } from './machine.js';
import { cellOutcomeSchema, samplesOf, type CellOutcome } from './outcome.js';
import { runPlanSchema } from './plan.js';
import { sessionSchema } from './session.js';

/** Version of the format of result.json; `docs/result-format.md` says what a version promises. */
export const schemaVersion = 1;

/** What measured. */
export const toolSchema = z.strictObject({
  name: nameSchema,
  version: nameSchema,
  gitCommit: nameSchema.nullable(),
  /** Of the kernels and of what times them: the same for the same build; null if unknown. */
  buildId: nameSchema.nullable(),
});

function sampleCountOf(outcomes: readonly CellOutcome[]): number {
  return outcomes.reduce((sum, outcome) => sum + (samplesOf(outcome)?.durationsNs.length ?? 0), 0);
}

/** The one file format, `result.json`: everything that a report shows is derived from it. */
export const resultDocumentSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  tool: toolSchema,
  /** What the user calls this machine or run; null without a name. Nothing else names either. */
  label: nameSchema.nullable(),
  startedAtUtc: z.iso.datetime(),
  /** When the run went on after an interruption, each time; empty for most. */
  resumedAtUtc: z.array(z.iso.datetime()).max(10_000),
  /** Null while running and after an interruption; the document is valid all the same. */
  finishedAtUtc: z.iso.datetime().nullable(),
  machine: machineSchema,
  /** What a scheduler gave to the run; null or absent without one. */
  allocation: allocationSchema.nullable().optional(),
  /** What of the machine made its figures unsteady or misleading when the run began. */
  findings: z.array(findingSchema).max(1000),
  session: sessionSchema.nullable(),
  plan: runPlanSchema,
  outcomes: z
    .array(cellOutcomeSchema)
    .max(mostCells)
    .refine((outcomes) => sampleCountOf(outcomes) <= mostSamples, {
      error: `expected at most ${mostSamples} samples in all`,
    }),
});
export type ResultDocument = Immutable<z.infer<typeof resultDocumentSchema>>;
