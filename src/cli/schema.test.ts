import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import { schemaCommand } from './schema.js';

describe('schema', () => {
  it.each([
    ['config', 'configs/run-config.schema.json'],
    ['result', 'schemas/result.schema.json'],
    ['analysis', 'schemas/analysis.schema.json'],
    ['decision', 'schemas/decision.schema.json'],
  ])('prints that of %s, which is %s; after a change run npm run schemas', (name, file) => {
    const checkedIn: unknown = JSON.parse(readFileSync(join(packageRoot(), file), 'utf8'));
    expect(JSON.parse(printed(name))).toEqual(checkedIn);
  });

  it.each([
    ['results', ', did you mean "result"?'],
    ['constructor', ''],
  ])('knows no schema of %s', (name, suggestion) => {
    expect(() => printed(name)).toThrow(SoftmaxBenchError);
    expect(() => printed(name)).toThrow(
      `schema: expected config, result, analysis, decision, profile, got "${name}"${suggestion}`,
    );
  });
});

function printed(name: string): string {
  let text = '';
  schemaCommand(name, {
    stdout: (part) => (text += part),
    stderr: () => undefined,
    columns: 80,
    isInteractive: false,
    color: false,
  });
  return text;
}
