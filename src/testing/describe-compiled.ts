import { describe, test } from 'vitest';

import { findCompiler } from '../../scripts/compiler.js';

/** A suite that compiles kernels in C and C++ on Linux; elsewhere it is skipped, and its name says why. */
export function describeCompiled(name: string, suite: () => void): void {
  const reason =
    process.platform !== 'linux'
      ? `not on ${process.platform}`
      : findCompiler() === null
        ? 'no compiler'
        : null;
  if (reason !== null) {
    test.skip(`${name} (${reason})`);
    return;
  }
  // A compiler takes some seconds on a busy machine.
  describe(name, { timeout: 60_000 }, suite);
}
