// Writes schemas/*.schema.json after a change of src/document/schema.ts or src/analysis/schema.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format } from 'prettier';

import { analysisJsonSchema } from '../src/analysis/analysis-json-schema.js';
import { resultJsonSchema } from '../src/storage/result-json-schema.js';
import { packageRoot } from '../src/package-root.js';

const folder = join(packageRoot(), 'schemas');
const schemas = { result: resultJsonSchema(), analysis: analysisJsonSchema() };

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 100 });
  writeFileSync(join(folder, `${name}.schema.json`), text);
}
