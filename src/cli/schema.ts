import { z } from 'zod';

import { analysisSchema } from '../analysis/analysis.js';
import { configLayerSchema } from '../config/config-schema.js';
import { resultDocumentSchema } from '../model/result.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';

/** The kinds of JSON that have a schema. */
export const schemaNames = ['config', 'result', 'analysis'] as const;
export type SchemaName = (typeof schemaNames)[number];

/** The JSON Schema, derived from the zod schema: draft 7, which editors know, of a config; else draft 2020-12. */
export function jsonSchemaOf(name: SchemaName): object {
  const title = `softmax-bench ${name}`;
  switch (name) {
    case 'config':
      return { title, ...z.toJSONSchema(configLayerSchema, { target: 'draft-7', io: 'input' }) };
    case 'result':
      return { title, ...z.toJSONSchema(resultDocumentSchema) };
    case 'analysis':
      return { title, ...z.toJSONSchema(analysisSchema) };
  }
}

/** Prints a JSON Schema. @throws SoftmaxBenchError for a name that has none. */
export function schemaCommand(name: string, io: Io): void {
  const schema = jsonSchemaOf(oneOf('schema', name, schemaNames));
  io.stdout(`${JSON.stringify(schema, null, 2)}\n`);
}
