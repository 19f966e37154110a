import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { kernelSources, runCompiler } from './compile.js';
import { addonFlags, compileKernels } from './kernel-objects.js';

/**
 * Compiles the kernels of these targets with src/kernels/tests, which calls every one of them.
 * @param name folder in `build` for the program
 * @param flags after those of the addon, for compiling and for linking
 * @param linkFlags for linking alone
 * @returns the path of the program
 * @throws Error with what the compiler said
 */
export async function buildTestProgram(
  compiler: string,
  name: string,
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  flags: readonly string[],
  linkFlags: readonly string[] = [],
): Promise<string> {
  const compileFlags = [...addonFlags, ...flags];
  const { objects } = await compileKernels('kernels', compiler, compileFlags, flagsByTarget);
  const tests = join(kernelSources, 'tests');
  const sources = readdirSync(tests).filter((source) => source.endsWith('.cc'));
  const output = join(packageRoot(), 'build', name);
  mkdirSync(output, { recursive: true });
  const program = join(output, 'kernel-tests');
  await runCompiler(compiler, [
    ...compileFlags,
    '-pthread',
    ...linkFlags,
    ...sources.map((source) => join(tests, source)),
    ...objects,
    '-o',
    program,
  ]);
  return program;
}
