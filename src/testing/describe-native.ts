import { describe, test } from 'vitest';

import { findCompiler, targetFlags } from '../../scripts/compiler.js';
import type { Backend } from '../backends/backend.js';
import { loadNativeBackend } from '../backends/native.js';
import type { Addon } from '../backends/native/addon.js';
import { localAddonPath, type AddonCandidate } from '../backends/native/addon-paths.js';
import { loadAddon } from '../backends/native/load-addon.js';

/** The native kernels, as the tool uses them and as the addon offers them. */
export interface NativeUnderTest {
  readonly backend: Backend;
  readonly addon: Addon;
}

/**
 * A suite of tests of the native kernels. Where these cannot be built (no compiler, another architecture)
 * the suite is skipped and its name says why; where they could be built and were not, it fails.
 */
export function describeNative(name: string, suite: (native: NativeUnderTest) => void): void {
  const local: AddonCandidate = { origin: 'local build', path: localAddonPath() };
  const { backend } = loadNativeBackend([local]);
  const { addon, unavailableKernels } = loadAddon([local]);
  if (backend !== null && addon !== null) {
    // Many thousand calls a test: some seconds on a busy machine, and vitest allows five.
    describe(name, { timeout: 60_000 }, () => {
      suite({ backend, addon });
    });
  } else if (targetFlags[process.arch] === undefined) {
    test.skip(`${name} (no native kernels for ${process.arch})`);
  } else if (findCompiler() === null) {
    test.skip(`${name} (no C++ compiler)`);
  } else {
    test(name, () => {
      throw new Error(unavailableKernels[0]?.reason);
    });
  }
}
