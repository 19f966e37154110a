import { join } from 'node:path';

import { kernelSources, runCompiler } from './compile.js';
import { addonFlags, compileKernels } from './kernel-objects.js';

/**
 * Compiles the kernels of these targets with src/kernels/tests, which calls every one of them.
 * @param output folder for the objects and the program; it exists
 * @param flags after those of the addon, for compiling and for linking
 * @param linkFlags for linking alone
 * @returns the path of the program
 * @throws Error with what the compiler said
 */
export async function buildTestProgram(
  compiler: string,
  output: string,
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  flags: readonly string[],
  linkFlags: readonly string[] = [],
): Promise<string> {
  const compileFlags = [...addonFlags, ...flags];
  const { objects } = await compileKernels(compiler, compileFlags, flagsByTarget);
  // Only Node has what the shim needs.
  const kernels = objects.filter((object) => !object.endsWith('addon.cc.o'));
  const source = join(kernelSources, 'tests', 'every-kernel.cc');
  const program = join(output, 'every-kernel');
  await runCompiler(compiler, [...compileFlags, ...linkFlags, source, ...kernels, '-o', program]);
  return program;
}
