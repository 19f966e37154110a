import { z } from 'zod';

import { analysisSchema } from './schema.js';

/** The JSON Schema (draft 2020-12) of an analysis, derived from the zod schema. */
export function analysisJsonSchema(): object {
  return { title: 'softmax-bench analysis', ...z.toJSONSchema(analysisSchema) };
}
