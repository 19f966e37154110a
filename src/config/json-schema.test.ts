import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { configJsonSchema } from './json-schema.js';
import { jsonSchemaPath } from './presets.js';

it('is the checked-in schema; after a change, run scripts/write-config-schema.ts', () => {
  const checkedIn: unknown = JSON.parse(readFileSync(jsonSchemaPath(), 'utf8'));
  expect(checkedIn).toEqual(configJsonSchema());
});
