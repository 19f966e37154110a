import { spawn } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';

/** A source file, by its absolute path, and what it is compiled with. */
export interface SourceFile {
  readonly source: string;
  readonly flags: readonly string[];
}

/** A source file and the absolute path of its object. */
interface CompileJob extends SourceFile {
  readonly object: string;
}

/** The folder of the C++ sources. */
export const kernelSources = join(packageRoot(), 'src', 'kernels');

/** Sources that call functions which glibc 2.34 moved. */
const callersOfMoved = ['thread-posix.cc', 'shared-object.cc'];

/**
 * Every source of the kernels, those that take longest to compile first, and those that make them an addon, which
 * call Node. Flags for targets, and for what calls functions that glibc 2.34 moved, come after the common ones.
 */
export function compileJobs(
  common: readonly string[],
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  libcFlags: readonly string[],
): { readonly kernels: readonly SourceFile[]; readonly addon: readonly SourceFile[] } {
  const targets = Object.entries(flagsByTarget).map(([target, flags]) => ({
    source: join(kernelSources, 'targets', `${target}.cc`),
    flags: [...common, ...flags],
  }));
  const filesIn = (folder: string): readonly SourceFile[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.cc'))
      .map((name) => ({
        source: join(folder, name),
        flags: callersOfMoved.includes(name) ? [...common, ...libcFlags] : common,
      }));
  return {
    kernels: [...targets, ...filesIn(kernelSources), ...filesIn(join(kernelSources, 'threads'))],
    addon: [
      { source: join(kernelSources, 'addon', 'addon.cc'), flags: common },
      ...filesIn(join(kernelSources, 'external')),
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
      // An object that exists is complete, also while another process makes the same one.
      const unfinished = `${job.object}.${process.pid}`;
      await runCompiler(command, [...job.flags, '-c', job.source, '-o', unfinished]);
      renameSync(unfinished, job.object);
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
