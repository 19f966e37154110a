import { z } from 'zod';

import { analysisSchema } from '../analysis/analysis.js';
import { decisionSchema } from '../analysis/decision.js';
import { configLayerSchema } from '../config/config-schema.js';
import { resultDocumentSchema } from '../model/result.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';

/** The kinds of JSON that have a schema. */
export const schemaNames = ['config', 'result', 'analysis', 'decision'] as const;
export type SchemaName = (typeof schemaNames)[number];

const outputSchemas = {
  result: resultDocumentSchema,
  analysis: analysisSchema,
  decision: decisionSchema,
} as const;

/** The JSON Schema, derived from the zod schema: draft 7, which editors know, of a config; else draft 2020-12. */
export function jsonSchemaOf(name: SchemaName): object {
  const schema =
    name === 'config'
      ? z.toJSONSchema(configLayerSchema, { target: 'draft-7', io: 'input' })
      : z.toJSONSchema(outputSchemas[name]);
  return { title: `softmax-bench ${name}`, ...schema };
}

/** Prints a JSON Schema. @throws SoftmaxBenchError for a name that has none. */
export function schemaCommand(name: string, io: Io): void {
  const schema = jsonSchemaOf(oneOf('schema', name, schemaNames));
  io.stdout(`${JSON.stringify(schema, null, 2)}\n`);
}
