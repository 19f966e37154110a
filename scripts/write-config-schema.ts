// Writes configs/run-config.schema.json after a change of src/config/schema.ts.
import { writeFileSync } from 'node:fs';

import { format } from 'prettier';

import { configJsonSchema } from '../src/config/json-schema.js';
import { jsonSchemaPath } from '../src/config/presets.js';

const text = JSON.stringify(configJsonSchema());
writeFileSync(jsonSchemaPath(), await format(text, { parser: 'json', printWidth: 100 }));
