import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { messageOf } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import type { Addon } from './addon.js';

/** Where `scripts/build-native.ts` puts the addon. */
export function addonPath(): string {
  return join(packageRoot(), 'build', 'native', 'softmax_bench.node');
}

/** The addon, or why it cannot be had, in a few words. Calibrates its clock: some 60 ms. */
export function loadAddon(path: string): { addon: Addon } | { reason: string } {
  if (!existsSync(path)) {
    return { reason: 'the native kernels are not built (npm run build:native)' };
  }
  try {
    // CommonJS is the only way in for a native module; its type is declared beside the C++.
    return { addon: createRequire(import.meta.url)(path) as Addon };
  } catch (error) {
    const [firstLine = ''] = messageOf(error).split('\n');
    return { reason: `the native kernels cannot be loaded (${firstLine})` };
  }
}
