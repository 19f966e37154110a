import { join } from 'node:path';

import { packageRoot } from '../../package-root.js';

export const addonFileName = 'softmax_bench.node';

/** Where an addon may be. */
export interface AddonCandidate {
  /** `prebuilt` comes with the package, `local build` is what `npm run build:native` makes. */
  readonly origin: 'prebuilt' | 'local build';
  readonly path: string;
}

/** The folder of the addons that come with the package, one folder a platform. */
export function prebuildsFolder(): string {
  return join(packageRoot(), 'prebuilds');
}

/** This platform as Node names it, such as `linux-x64`. */
export function thisPlatform(): string {
  return `${process.platform}-${process.arch}`;
}

/** The addon that comes with the package for this platform, if one does. */
export function prebuiltAddonPath(): string {
  return join(prebuildsFolder(), thisPlatform(), addonFileName);
}

/** Where `scripts/build-native.ts` puts the addon. */
export function localAddonPath(): string {
  return join(packageRoot(), 'build', 'native', addonFileName);
}

/** Where to look for the addon of this platform, the first choice first. */
export function addonCandidates(): readonly AddonCandidate[] {
  return [
    { origin: 'prebuilt', path: prebuiltAddonPath() },
    { origin: 'local build', path: localAddonPath() },
  ];
}
