import { homedir } from 'node:os';
import { join } from 'node:path';

import type { CpuTraits } from '../softmax/variant-profile.js';

/** What decides where profiles of the user lie. */
export interface ProfileHome {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

const thisHome: ProfileHome = {
  platform: process.platform,
  environment: process.env,
  homeFolder: homedir(),
};

/**
 * The folder of the profiles that `softmax-bench tune` writes: under `$XDG_CONFIG_HOME`, else where the platform keeps
 * configurations.
 */
export function profileFolder({
  platform,
  environment,
  homeFolder,
}: ProfileHome = thisHome): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData = '' } = environment;
  const ofPlatform =
    platform === 'darwin'
      ? join(homeFolder, 'Library', 'Application Support')
      : platform === 'win32' && appData !== ''
        ? appData
        : join(homeFolder, '.config');
  return join(xdg === '' ? ofPlatform : xdg, 'softmax-bench', 'profiles');
}

/** The name of the profile of a CPU, one for each model: `intel-xeon-processor-6-207`. */
export function tunedProfileName(cpuModel: string, cpu: CpuTraits | null): string {
  const words = cpuModel
    .toLowerCase()
    .replaceAll(/\((r|tm)\)/g, '')
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const numbers = cpu === null ? [] : [cpu.family, cpu.model];
  return [words === '' ? 'cpu' : words.slice(0, 60), ...numbers].join('-');
}

/** Where `softmax-bench tune` keeps what it found for a CPU. */
export function tunedProfilePath(cpuModel: string, cpu: CpuTraits | null): string {
  return join(profileFolder(), `${tunedProfileName(cpuModel, cpu)}.json`);
}
