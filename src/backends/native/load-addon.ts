import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { messageOf } from '../../errors.js';
import type { PassedOver } from '../backend.js';
import type { Addon } from './addon.js';
import { thisPlatform, type AddonCandidate } from './addon-paths.js';

/** The first addon that loads, or none, and why those before it did not. */
export interface LoadedAddon {
  readonly addon: Addon | null;
  /** Null without an addon. */
  readonly origin: AddonCandidate['origin'] | null;
  readonly passedOver: readonly PassedOver[];
}

/** Loads the first of the candidates that can be loaded. Calibrates its clock: some 60 ms. */
export function loadAddon(candidates: readonly AddonCandidate[]): LoadedAddon {
  const passedOver: PassedOver[] = [];
  for (const { origin, path } of candidates) {
    try {
      if (existsSync(path)) {
        // CommonJS is the only way in for a native module; its type is declared beside the C++.
        return { addon: createRequire(import.meta.url)(path) as Addon, origin, passedOver };
      }
      passedOver.push({
        candidate: `native, ${origin}`,
        reason: absence[origin](),
        isBroken: false,
      });
    } catch (error) {
      const [firstLine = ''] = messageOf(error).split('\n');
      passedOver.push({
        candidate: `native, ${origin}`,
        reason: `cannot be loaded (${firstLine})`,
        isBroken: true,
      });
    }
  }
  return { addon: null, origin: null, passedOver };
}

const absence: Readonly<Record<AddonCandidate['origin'], () => string>> = {
  prebuilt: () => `none in this package for ${thisPlatform()}`,
  'local build': () => 'not built (npm run build:native, in a clone with a C++ compiler)',
};
