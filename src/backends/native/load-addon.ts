import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { messageOf } from '../../errors.js';
import type { UnavailableKernel } from '../../model/session.js';
import type { Addon } from './addon.js';
import { isIntact } from './addon-checksum.js';
import { thisPlatform, type AddonCandidate } from './addon-paths.js';

/** The first addon that loads, or none, and why those before it did not. */
export interface LoadedAddon {
  readonly addon: Addon | null;
  /** Null without an addon. */
  readonly origin: AddonCandidate['origin'] | null;
  readonly unavailableKernels: readonly UnavailableKernel[];
}

/** Loads the first of the candidates that can be loaded. Calibrates its clock: some 60 ms. */
export function loadAddon(candidates: readonly AddonCandidate[]): LoadedAddon {
  const unavailableKernels: UnavailableKernel[] = [];
  for (const { origin, path } of candidates) {
    const isThere = existsSync(path);
    const tried = isThere ? tryAddon(path) : { reason: absence[origin]() };
    if ('addon' in tried) return { addon: tried.addon, origin, unavailableKernels };
    unavailableKernels.push({
      candidate: `native, ${origin}`,
      reason: tried.reason,
      isBroken: isThere,
    });
  }
  return { addon: null, origin: null, unavailableKernels };
}

function tryAddon(path: string): { readonly addon: Addon } | { readonly reason: string } {
  try {
    if (!isIntact(path)) return { reason: `damaged: ${path} does not have its checksum` };
    // CommonJS is the only way in for a native module; its type is declared beside the C++.
    return { addon: createRequire(import.meta.url)(path) as Addon };
  } catch (error) {
    const [firstLine = ''] = messageOf(error).split('\n');
    return { reason: `cannot be loaded (${firstLine})` };
  }
}

const absence: Readonly<Record<AddonCandidate['origin'], () => string>> = {
  prebuilt: () => `none in this package for ${thisPlatform()}`,
  'local build': () => 'not built (npm run build:native, in a clone with a C++ compiler)',
};
