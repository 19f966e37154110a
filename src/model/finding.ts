import * as z from 'zod';

import { sentenceSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

/** What the doctor looks at, the weightiest for a figure first. */
export const checkIds = [
  'targets',
  'emulation',
  'battery',
  'cpu-limit',
  'steal',
  'load',
  'memory',
  'caches',
  'governor',
  'hybrid-cores',
  'numa',
  'numa-balancing',
  'swap',
  'timer',
  'huge-pages',
  'hypervisor',
  'smt',
  'turbo',
] as const;
export type CheckId = (typeof checkIds)[number];

/**
 * Something about this machine that makes its figures unsteady or misleading; a sentence each.
 * `warning`: figures are probably wrong or unsteady. `note`: useful when they surprise.
 */
export const findingSchema = z.strictObject({
  check: z.enum(checkIds),
  severity: z.enum(['warning', 'note']),
  what: sentenceSchema,
  /** Why that matters for what is measured here. */
  why: sentenceSchema,
  /** What to do about it. */
  remedy: sentenceSchema,
});
export type Finding = Immutable<z.infer<typeof findingSchema>>;
