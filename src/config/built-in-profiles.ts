import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../package-root.js';
import { variantProfileSchema, type VariantProfile } from '../softmax/variant-profile.js';
import { readJsonFile } from './read-json-file.js';
import { validate } from './validate.js';

let read: readonly VariantProfile[] | null = null;

/** The profiles that come with the package: the files of `configs/profiles`, sorted by name. They are read once. */
export function builtInProfiles(): readonly VariantProfile[] {
  const folder = join(packageRoot(), 'configs', 'profiles');
  return (read ??= readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readProfile(join(folder, name))));
}

/** A profile in a file. @throws SoftmaxBenchError that names the file, for one that cannot be read or is no profile. */
export function readProfile(path: string): VariantProfile {
  return validate(variantProfileSchema, readJsonFile(path), path);
}
