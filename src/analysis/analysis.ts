import * as z from 'zod';

import { allocationSchema } from '../model/allocation.js';
import type { Immutable } from '../model/immutable.js';
import { machineSchema } from '../model/machine.js';
import { toolSchema } from '../model/result.js';
import { runConfigSchema } from '../model/run-config.js';
import { sessionSchema } from '../model/session.js';
import { usedProfileSchema } from '../model/used-profile.js';
import { batchesSchema } from './batches/batch-schema.js';
import { externalComparisonSchema } from './external/external-schema.js';
import {
  cellAnalysisSchema,
  impossibleFigureSchema,
  sweepFactsSchema,
  unmeasuredGroupSchema,
} from './cells/cell-schema.js';
import { passTableRowSchema, writeAllocateProbeSchema } from './passes/pass-schema.js';
import { aaNoiseSchema, steadinessSchema } from './quality/quality-schema.js';
import { intervalSchema } from './shapes.js';
import { answerSchema } from './study/answer-schema.js';
import { judgedClaimSchema, speedupSchema, studyFactsSchema } from './study/study-schema.js';
import { stateWinnersSchema, winnersSchema } from './study/winners-schema.js';
import { variantComparisonSchema } from './variants/variant-schema.js';
import { threadFamilySchema } from './threads/thread-schema.js';

const count = z.int().nonnegative();

/** Which run this was. */
export const runFactsSchema = z.strictObject({
  /** Start instant and a hash of the machine and the seed: identifies a run in merged tables. */
  runId: z.string(),
  tool: toolSchema,
  label: z.string().nullable(),
  startedAtUtc: z.iso.datetime(),
  resumedAtUtc: z.array(z.iso.datetime()),
  finishedAtUtc: z.iso.datetime().nullable(),
  /** False for a run that was interrupted. */
  isComplete: z.boolean(),
});
export type RunFacts = Immutable<z.infer<typeof runFactsSchema>>;

/** How the run measured. */
const protocolSchema = z.strictObject({
  config: runConfigSchema,
  session: sessionSchema.nullable(),
  /** What chose the variants; empty in results of earlier versions. */
  profiles: z.array(usedProfileSchema),
  /** What a scheduler gave to the run; null without one. */
  allocation: allocationSchema.nullable(),
  measuredCellCount: count,
  sampleCount: count,
  /** Fewest and most rounds of a measured cell; null when nothing was measured. */
  roundCounts: intervalSchema.nullable(),
  /** Largest error of any measured cell, and share of zero outputs; null if not verified. */
  maxUlpError: z.number().nullable(),
  maxZeroOutputShare: z.number().nullable(),
});
export type Protocol = Immutable<z.infer<typeof protocolSchema>>;

/**
 * Everything that reports, figures and exports show of one study of one result, as plain data that JSON
 * can hold: no number in it is NaN or infinite. Derived from the document alone by `analyze`.
 */
export const analysisSchema = z.strictObject({
  /** Version of this shape. */
  analysisVersion: z.literal(1),
  study: studyFactsSchema,
  answer: answerSchema,
  run: runFactsSchema,
  machine: machineSchema,
  protocol: protocolSchema,
  /** One sentence each: what weakens the figures, worst first. */
  warnings: z.array(z.string()),
  /** What was measured together, in the order of the axes. Empty if nothing was. */
  sweeps: z.array(sweepFactsSchema),
  /** The sweep that the answer, the claims and the figures of one sweep are about; see `study/subject.ts`. */
  subject: sweepFactsSchema.nullable(),
  /** The measured cells of the study's operation and of the yardsticks: by sweep, problem, implementation. */
  cells: z.array(cellAnalysisSchema),
  /** The passes and the baselines at the out-of-cache shape of each sweep that has one. */
  passTable: z.array(passTableRowSchema),
  /** Each challenger over each rival of the study, in every group that has both. */
  speedups: z.array(speedupSchema),
  /** At each problem of each sweep, in the order of the sweeps. */
  winners: z.array(winnersSchema),
  /** The problems of the first sweep that other cache states were measured at as well. */
  stateWinners: z.array(stateWinnersSchema),
  /** Each shape that was measured at several thread counts, in the order of the axes; empty for one thread. */
  threads: z.array(threadFamilySchema),
  /** What the subject says of batches of rows; null where only single rows were measured. */
  batches: batchesSchema.nullable(),
  /** Libraries and kernels of the user, compared with implementations of this tool. */
  externals: z.array(externalComparisonSchema),
  /** Algorithms of the study with several choices of variants; empty for one. */
  variants: z.array(variantComparisonSchema),
  /** One for each sweep that measured copy and copy-nt out of cache. */
  writeAllocateProbes: z.array(writeAllocateProbeSchema),
  aaNoise: z.array(aaNoiseSchema),
  steadiness: steadinessSchema,
  impossible: z.array(impossibleFigureSchema),
  claims: z.array(judgedClaimSchema),
  /** Skipped and failed cells by reason, failures first. */
  unmeasured: z.array(unmeasuredGroupSchema),
  /** Planned cells of which the document says nothing: the run ended before them. */
  unreachedCellCount: count,
});
export type Analysis = Immutable<z.infer<typeof analysisSchema>>;
