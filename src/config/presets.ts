import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import { suggestion } from './closest-match.js';
import { readJsonFile } from './read-json-file.js';

const schemaFileName = 'run-config.schema.json';

/** Names of the presets that come with the package: the files of `configs/`, sorted. */
export function presetNames(): string[] {
  return readdirSync(configsFolder())
    .filter((name) => name.endsWith('.json') && name !== schemaFileName)
    .map((name) => name.replace(/\.json$/, ''))
    .sort();
}

/**
 * The content of a preset, not yet validated.
 * @throws SoftmaxBenchError for a name that is not one of `presetNames`.
 */
export function readPreset(name: string): unknown {
  const names = presetNames();
  if (!names.includes(name)) {
    throw new SoftmaxBenchError(
      `preset "${name}": unknown${suggestion(name, names) || `, expected one of ${names.join(', ')}`}`,
    );
  }
  return readJsonFile(join(configsFolder(), `${name}.json`));
}

function configsFolder(): string {
  return join(packageRoot(), 'configs');
}
