import * as z from 'zod';

import { sweepOf } from '../model/axes.js';
import type { Immutable } from '../model/immutable.js';
import { machineSchema } from '../model/machine.js';
import { problemSchema } from '../model/problem-schema.js';
import { runConfigSchema } from '../model/run-config.js';
import { runFactsSchema, type Analysis } from './analysis.js';
import { sweepShape } from './shapes.js';
import { answerSchema } from './study/answer-schema.js';
import { studyFactsSchema } from './study/study-schema.js';

/** The answer with what it is about: all that a program needs to choose an implementation, as plain data. */
export const decisionSchema = z.strictObject({
  /** Version of this shape. */
  decisionVersion: z.literal(1),
  run: runFactsSchema,
  machine: machineSchema.pick({
    anonymousId: true,
    cpuModel: true,
    architecture: true,
    isaFeatures: true,
    logicalCpuCount: true,
    hypervisor: true,
    lastLevelCacheBytes: true,
  }),
  study: studyFactsSchema,
  /** What the gain, the break-even and the claims are about; null when nothing was measured. */
  subject: z
    .strictObject({
      ...sweepShape,
      elementType: problemSchema.shape.elementType,
      /** The shape of the headline; null when none lies outside the caches. */
      outOfCacheProblem: problemSchema.nullable(),
    })
    .nullable(),
  input: runConfigSchema.shape.input,
  seed: runConfigSchema.shape.seed,
  answer: answerSchema,
});
export type Decision = Immutable<z.infer<typeof decisionSchema>>;

/** The decision that an analysis supports. */
export function decisionOf({ run, machine, study, subject, protocol, answer }: Analysis): Decision {
  const { input, seed } = protocol.config;
  return {
    decisionVersion: 1,
    run,
    machine: machineOf(machine),
    study,
    subject: subject && subjectOf(subject),
    input,
    seed,
    answer,
  };
}

function machineOf(machine: Analysis['machine']): Decision['machine'] {
  const { anonymousId, cpuModel, architecture, isaFeatures } = machine;
  const { logicalCpuCount, hypervisor, lastLevelCacheBytes } = machine;
  return {
    anonymousId,
    cpuModel,
    architecture,
    isaFeatures,
    logicalCpuCount,
    hypervisor,
    lastLevelCacheBytes,
  };
}

function subjectOf(subject: NonNullable<Analysis['subject']>): Decision['subject'] {
  const { outOfCacheProblem, problems } = subject;
  return { ...sweepOf(subject), elementType: problems[0]!.elementType, outOfCacheProblem };
}
