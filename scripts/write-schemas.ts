// Writes the JSON Schemas of the package after a change of the zod schemas that they are derived from.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format } from 'prettier';

import { jsonSchemaOf, schemaNames } from '../src/cli/schema.js';
import { packageRoot } from '../src/package-root.js';

const paths = {
  config: 'configs/run-config.schema.json',
  result: 'schemas/result.schema.json',
  analysis: 'schemas/analysis.schema.json',
  decision: 'schemas/decision.schema.json',
  profile: 'schemas/profile.schema.json',
} as const;

for (const name of schemaNames) {
  const text = await format(JSON.stringify(jsonSchemaOf(name)), {
    parser: 'json',
    printWidth: 100,
  });
  writeFileSync(join(packageRoot(), paths[name]), text);
}
