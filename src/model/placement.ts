import * as z from 'zod';

const pattern = /^(?:compact|scatter|list:\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*)$/;

/**
 * Which CPUs threads are pinned to: `compact` fills one memory domain before the next, `scatter` deals them out over
 * the domains, `list:0-3,8` names them in order. One CPU of each core comes before any second.
 */
export const placementSchema = z
  .string()
  .max(2000)
  .regex(pattern, 'expected compact, scatter or a list of CPUs such as list:0-3,8');
export type Placement = z.infer<typeof placementSchema>;
