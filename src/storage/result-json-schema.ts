import { z } from 'zod';

import { resultDocumentSchema } from '../model/document-schema.js';

/** The JSON Schema (draft 2020-12) of result.json, derived from the zod schema. */
export function resultJsonSchema(): object {
  return { title: 'softmax-bench result', ...z.toJSONSchema(resultDocumentSchema) };
}
