import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';

import type { LoadedBackends } from '../backends/load.js';
import { builtInProfiles, readProfile } from '../config/built-in-profiles.js';
import { suggestion } from '../config/closest-match.js';
import { tunedProfilePath } from '../config/profile-folder.js';
import { SoftmaxBenchError } from '../errors.js';
import type { Machine } from '../model/machine.js';
import { isProfileName } from '../model/used-profile.js';
import type { PlannedProfile } from '../plan/choose-kernels.js';
import { isOfFamily, nearestProfile, rulesOf } from '../softmax/choose-variant.js';
import type { CpuTraits, VariantProfile } from '../softmax/variant-profile.js';

const defaultName = 'default';
const tunedName = 'tuned';

/** The CPU as the kernels see it; null where none asks. */
export function cpuOf({ backends }: Pick<LoadedBackends, 'backends'>): CpuTraits | null {
  return backends.find(({ cpu }) => cpu !== null)?.cpu ?? null;
}

/**
 * What chooses the variants of a run.
 * @param names `default`, `tuned`, a profile of the package such as `paper`, or a file; undefined for the default.
 * @throws SoftmaxBenchError for a profile that is not there, and for two of one name.
 */
export function findProfiles(
  names: readonly string[] = [defaultName],
  { cpuModel }: Pick<Machine, 'cpuModel'>,
  cpu: CpuTraits | null,
): readonly PlannedProfile[] {
  const found = [...new Set(names)].map((name) => findProfile(name, cpuModel, cpu));
  const axisNames = found.map(({ name }) => name);
  const repeated = axisNames.find((name, index) => axisNames.indexOf(name) < index);
  if (repeated === undefined) return found;
  throw new SoftmaxBenchError(`--variants: two profiles are called ${repeated}; rename a file`);
}

function findProfile(name: string, cpuModel: string, cpu: CpuTraits | null): PlannedProfile {
  const builtIn = builtInProfiles();
  if (name === defaultName) {
    const profile = nearestProfile(builtIn, cpu);
    return { name: null, rules: [], used: usedOf(defaultName, profile, cpu) };
  }
  if (name === tunedName) return planned(name, readTuned(cpuModel, cpu), cpu);
  const packaged = builtIn.find((own) => own.name === name);
  if (packaged !== undefined) return planned(name, packaged, cpu);
  if (!/[./\\]/.test(name) && !existsSync(name)) {
    const known = [defaultName, tunedName, ...builtIn.map((own) => own.name)];
    throw new SoftmaxBenchError(
      `--variants ${name}: unknown${suggestion(name, known) || `, expected ${known.join(', ')} or a file`}`,
    );
  }
  const axisName = basename(name).replace(/\.json$/, '');
  if (!isProfileName(axisName) || axisName === defaultName) {
    throw new SoftmaxBenchError(
      `--variants ${name}: the name of the file is that of the variants: expected letters, digits, dots and dashes, and not default`,
    );
  }
  return planned(axisName, readProfile(name), cpu);
}

function readTuned(cpuModel: string, cpu: CpuTraits | null): VariantProfile {
  const path = tunedProfilePath(cpuModel, cpu);
  if (existsSync(path)) return readProfile(path);
  throw new SoftmaxBenchError(
    `--variants tuned: no profile of this CPU (${path}): run softmax-bench tune`,
  );
}

/** The rules of a profile that extends another are laid over those of the CPU with what it extends. */
function planned(name: string, profile: VariantProfile, cpu: CpuTraits | null): PlannedProfile {
  return {
    name,
    rules: rulesOf(profile, builtInProfiles()),
    used: usedOf(name, profile, cpu),
  };
}

function usedOf(variants: string, profile: VariantProfile, cpu: CpuTraits | null) {
  const rules = rulesOf(profile, builtInProfiles());
  return {
    variants,
    profile: profile.name,
    sha256: createHash('sha256').update(JSON.stringify(rules)).digest('hex'),
    isOfThisCpu: isOfFamily(profile, cpu),
  };
}
