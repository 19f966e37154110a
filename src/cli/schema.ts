import * as z from 'zod';

import { analysisSchema } from '../analysis/analysis.js';
import { decisionSchema } from '../analysis/decision.js';
import { configLayerSchema } from '../config/config-schema.js';
import { resultDocumentSchema } from '../model/result.js';
import { variantProfileSchema } from '../softmax/variant-profile.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';

/** The kinds of JSON that have a schema. */
export const schemaNames = ['config', 'result', 'analysis', 'decision', 'profile'] as const;
export type SchemaName = (typeof schemaNames)[number];

/** Of files that people edit. */
const inputSchemas = { config: configLayerSchema, profile: variantProfileSchema } as const;

const outputSchemas = {
  result: resultDocumentSchema,
  analysis: analysisSchema,
  decision: decisionSchema,
} as const;

/** The JSON Schema, derived from the zod schema: draft 7, which editors know, of what people edit; else draft 2020-12. */
export function jsonSchemaOf(name: SchemaName): object {
  const schema =
    name in inputSchemas
      ? z.toJSONSchema(inputSchemas[name as keyof typeof inputSchemas], {
          target: 'draft-7',
          io: 'input',
        })
      : z.toJSONSchema(outputSchemas[name as keyof typeof outputSchemas]);
  return { title: `softmax-bench ${name}`, ...schema };
}

/** Prints a JSON Schema. @throws SoftmaxBenchError for a name that has none. */
export function schemaCommand(name: string, io: Io): void {
  const schema = jsonSchemaOf(oneOf('schema', name, schemaNames));
  io.stdout(`${JSON.stringify(schema, null, 2)}\n`);
}
