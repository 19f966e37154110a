import { analysisJsonSchema } from '../analysis/analysis-json-schema.js';
import { configJsonSchema } from '../config/json-schema.js';
import { resultJsonSchema } from '../storage/result-json-schema.js';
import { SoftmaxBenchError } from '../errors.js';
import type { Io } from './io.js';

const schemas: Readonly<Record<string, () => object>> = {
  config: configJsonSchema,
  result: resultJsonSchema,
  analysis: analysisJsonSchema,
};

/** Prints a JSON Schema. @throws SoftmaxBenchError for a name that has none. */
export function schemaCommand(name: string, io: Io): void {
  const schemaOf = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schemaOf === undefined) {
    throw new SoftmaxBenchError(
      `schema: expected ${Object.keys(schemas).join(', ')}, got "${name}"`,
    );
  }
  io.stdout(`${JSON.stringify(schemaOf(), null, 2)}\n`);
}
