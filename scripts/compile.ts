import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';

/** One source file to compile; paths are absolute. */
export interface CompileJob {
  readonly source: string;
  readonly object: string;
  readonly flags: readonly string[];
}

/** The folder of the C++ sources. */
export const kernelSources = join(packageRoot(), 'src', 'kernels');

/**
 * Every source of the kernels, each target with its own flags after the common ones, and those that make them
 * an addon, which call Node.
 * @param output folder for the objects
 */
export function compileJobs(
  output: string,
  common: readonly string[],
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
): { readonly kernels: readonly CompileJob[]; readonly addon: readonly CompileJob[] } {
  const targets = Object.entries(flagsByTarget).map(([target, flags]) => ({
    source: join(kernelSources, 'targets', `${target}.cc`),
    object: join(output, `target-${target}.o`),
    flags: [...common, ...flags],
  }));
  const jobsOfFolder = (folder: string, prefix: string): readonly CompileJob[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.cc'))
      .map((name) => ({
        source: join(folder, name),
        object: join(output, `${prefix}${name}.o`),
        flags: common,
      }));
  return {
    kernels: [
      ...targets,
      ...jobsOfFolder(kernelSources, ''),
      ...jobsOfFolder(join(kernelSources, 'threads'), 'threads-'),
    ],
    addon: [
      ...jobsOfFolder(join(kernelSources, 'addon'), 'addon-'),
      ...jobsOfFolder(join(kernelSources, 'external'), 'external-'),
    ],
  };
}

/**
 * Compiles on all cores, in the order given: the long ones first is fastest.
 * @throws Error with the command and what the compiler said, at the first file that fails.
 */
export async function compileAll(command: string, jobs: readonly CompileJob[]): Promise<void> {
  const queue = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      await runCompiler(command, [...job.flags, '-c', job.source, '-o', job.object]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/**
 * Runs the compiler once and passes its warnings on.
 * @throws Error with the command and what the compiler said, when it fails.
 */
export function runCompiler(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        process.stderr.write(errors);
        resolve();
      } else {
        const ending = signal === null ? '' : `ended by ${signal}\n`;
        reject(new Error(`${command} ${args.join(' ')}\n${errors}${ending}`));
      }
    });
  });
}
