import { z } from 'zod';

import { findingSchema } from './finding.js';
import type { Immutable } from './immutable.js';
import { machineSchema } from './machine.js';
import { cellOutcomeSchema } from './outcome.js';
import { runPlanSchema } from './plan.js';
import { sessionSchema } from './session.js';

/** Version of the format of result.json; `docs/result-format.md` says what a version promises. */
export const schemaVersion = 1;

/** What measured. */
export const toolSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  gitCommit: z.string().nullable(),
  /** Of the kernels and of what times them: the same for the same build; null if unknown. */
  buildId: z.string().nullable(),
});

/** The one file format, `result.json`: everything that a report shows is derived from it. */
export const resultDocumentSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  tool: toolSchema,
  /** What the user calls this machine or run; null without a name. Nothing else names either. */
  label: z.string().nullable(),
  startedAtUtc: z.iso.datetime(),
  /** When the run went on after an interruption, each time; empty for most. */
  resumedAtUtc: z.array(z.iso.datetime()),
  /** Null while running and after an interruption; the document is valid all the same. */
  finishedAtUtc: z.iso.datetime().nullable(),
  machine: machineSchema,
  /** What of the machine made its figures unsteady or misleading when the run began. */
  findings: z.array(findingSchema),
  session: sessionSchema.nullable(),
  plan: runPlanSchema,
  outcomes: z.array(cellOutcomeSchema),
});
export type ResultDocument = Immutable<z.infer<typeof resultDocumentSchema>>;
