import { join } from 'node:path';

import { compileAll, kernelJobs, kernelSources, runCompiler } from './compile.js';
import { commonFlags } from './compiler.js';

/**
 * Compiles the kernels of these targets with src/kernels/tests, which calls every one of them.
 * @param output folder for the objects and the program; it exists
 * @param flags after the common ones, for compiling and for linking
 * @returns the path of the program
 * @throws Error with what the compiler said
 */
export async function buildTestProgram(
  compiler: string,
  output: string,
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  flags: readonly string[],
): Promise<string> {
  const compileFlags = [...commonFlags, ...flags];
  const source = join(kernelSources, 'tests', 'every-kernel.cc');
  const jobs = [
    ...kernelJobs(output, compileFlags, flagsByTarget).filter(
      (job) => !job.source.endsWith('addon.cc'),
    ),
    { source, object: join(output, 'every-kernel.o'), flags: compileFlags },
  ];
  await compileAll(compiler, jobs);
  const program = join(output, 'every-kernel');
  await runCompiler(compiler, [...flags, ...jobs.map(({ object }) => object), '-o', program]);
  return program;
}
