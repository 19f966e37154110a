import * as z from 'zod';

import type { VisitRequest, WorkerReply, WorkerRequest } from './messages.js';
import { visitResultSchema, type VisitResult } from './visit-result.js';

const bytes = z.number().nonnegative();

/** By request: the kind of its reply, and what of the reply goes into a result or a plan. */
const replies = {
  load: z.looseObject({ kind: z.literal('loaded'), residentBytes: bytes }),
  probe: z.looseObject({
    kind: z.literal('probed'),
    measurement: z.looseObject({ points: z.array(z.unknown()) }),
  }),
  open: z.looseObject({
    kind: z.literal('opened'),
    opened: z.looseObject({
      backends: z.array(z.unknown()),
      librarySeconds: z.number().nonnegative(),
    }),
  }),
  visit: z.looseObject({ kind: z.literal('visited'), results: z.array(visitResultSchema) }),
  close: z.looseObject({ kind: z.literal('closed'), peakBytes: bytes }),
} satisfies Record<WorkerRequest['kind'], z.ZodType>;

const refusal = z.looseObject({ kind: z.literal('refused'), message: z.string() });

/**
 * Whether that is an answer to the request: of its kind, with numbers that can be, and for each visit as many samples as
 * were asked for of that round. A worker whose memory was damaged must not damage the result.
 */
export function isReplyTo(request: WorkerRequest, reply: unknown): reply is WorkerReply {
  if (refusal.safeParse(reply).success) return true;
  const { success, data } = replies[request.kind].safeParse(reply);
  if (!success || request.kind !== 'visit' || data.kind !== 'visited') return success;
  const { results } = data;
  const { visits } = request;
  return (
    results.length === visits.length &&
    visits.every((visit, index) => isResultOf(visit, results[index]!))
  );
}

function isResultOf(
  { sampleCount, round, batchCount }: VisitRequest,
  result: VisitResult,
): boolean {
  if (result.status !== 'sampled') return true;
  return (
    result.samples.durationsNs.length === sampleCount &&
    result.noise.round === round &&
    (batchCount === null ? result.verification !== null : result.batchCount === batchCount)
  );
}
