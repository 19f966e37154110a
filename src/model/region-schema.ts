import * as z from 'zod';

import type { Immutable } from './immutable.js';
import { cacheSizeSources } from './machine.js';

const innerRegionSchema = z.templateLiteral(['L', z.number()]);

/** Where a working set lies: `L1`, `L2` for inner caches, `LLC` for the last level, `DRAM` beyond. */
export const regionSchema = z.union([innerRegionSchema, z.enum(['LLC', 'DRAM'])]);
export type Region = z.infer<typeof regionSchema>;

/** Where a cache ends. */
export const cacheBoundarySchema = z.strictObject({
  /** The region that ends here. */
  region: z.union([innerRegionSchema, z.literal('LLC')]),
  /** Largest working set that fits. */
  capacityBytes: z.int().positive(),
  /** `measured` when bandwidth showed another size than the one that is reported. */
  source: z.enum(cacheSizeSources),
});
export type CacheBoundary = Immutable<z.infer<typeof cacheBoundarySchema>>;
