import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import { variantProfileSchema, type VariantProfile } from '../softmax/variant-profile.js';
import { suggestion } from './closest-match.js';
import { readJsonFile } from './read-json-file.js';
import { validate } from './validate.js';

let read: readonly VariantProfile[] | null = null;

/** The profiles that come with the package: the files of `configs/profiles`, sorted by name. They are read once. */
export function builtInProfiles(): readonly VariantProfile[] {
  const folder = join(packageRoot(), 'configs', 'profiles');
  return (read ??= readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFile(join(folder, name))));
}

/**
 * The profile in a file of a user.
 * @throws SoftmaxBenchError that names the file, for one that cannot be read, is no profile, or extends one that is not of the package.
 */
export function readProfile(path: string): VariantProfile {
  const profile = readFile(path);
  const base = profile.extends;
  const known = builtInProfiles().map(({ name }) => name);
  if (base === undefined || known.includes(base)) return profile;
  const expected = suggestion(base, known) || `, expected ${known.join(', ')}`;
  throw new SoftmaxBenchError(`${path}: extends: unknown profile "${base}"${expected}`);
}

function readFile(path: string): VariantProfile {
  return validate(variantProfileSchema, readJsonFile(path), path);
}
