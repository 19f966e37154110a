import { spawnSync } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { compileAll, compileJobs, kernelSources, type SourceFile } from './compile.js';
import { commonFlags } from './compiler.js';

/** The compiled sources of the addon. */
export interface KernelObjects {
  /** Changes with the compiler, the flags and every source, and with nothing else. */
  readonly fingerprint: string;
  /** The kernels and their driver: enough for a program that is no addon. */
  readonly kernels: readonly string[];
  /** What makes them an addon; Node supplies the functions that these call. */
  readonly addon: readonly string[];
}

const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as {
  include_dir: string;
};

/**
 * Flags for every file of an addon. Loops begin on a line of the instruction cache: where the compiler happens to
 * put them otherwise changes with every edit, and moved max in L1 by 13% (Zen 5, avx512).
 */
export const addonFlags = [
  ...commonFlags,
  '-falign-functions=64',
  '-falign-loops=64',
  `-I${headers}`,
  '-DNAPI_VERSION=8',
] as const;

const folder = join(packageRoot(), 'build', 'objects');

/**
 * Compiles the sources of the addon that are not compiled yet. The name of an object is a hash of compiler, flags, source
 * and headers: what was compiled for one purpose serves another.
 * @param libcFlags flags for the files alone that call functions which glibc 2.34 moved
 * @throws Error with what the compiler said.
 */
export async function compileKernels(
  compiler: string,
  flags: readonly string[],
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  libcFlags: readonly string[] = [],
): Promise<KernelObjects> {
  const common = createHash('sha256').update(identityOf(compiler)).update(headersText());
  const jobs = compileJobs(flags, flagsByTarget, libcFlags);
  const kernels = jobs.kernels.map((job) => ({ ...job, object: objectOf(common.copy(), job) }));
  const addon = jobs.addon.map((job) => ({ ...job, object: objectOf(common.copy(), job) }));
  mkdirSync(folder, { recursive: true });
  await compileAll(
    compiler,
    [...kernels, ...addon].filter(({ object }) => !existsSync(object)),
  );
  const objects = [...kernels, ...addon].map(({ object }) => object);
  return {
    fingerprint: createHash('sha256').update(objects.join()).digest('hex').slice(0, 16),
    kernels: kernels.map(({ object }) => object),
    addon: addon.map(({ object }) => object),
  };
}

function objectOf(hash: Hash, { source, flags }: SourceFile): string {
  hash.update(JSON.stringify([source, flags])).update(readFileSync(source));
  return join(folder, `${hash.digest('hex').slice(0, 16)}.o`);
}

function headersText(): string {
  const names = readdirSync(kernelSources, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.h') && !name.startsWith('tests') && !name.startsWith('wasm'))
    .sort()
    .map((name) => name + readFileSync(join(kernelSources, name), 'utf8'))
    .join('');
}

/** What a compiler is and compiles for, by whatever name it was called. */
function identityOf(compiler: string): string {
  const answers = [['--version'], ['-dumpmachine']].map(
    (flags) => spawnSync(compiler, flags, { encoding: 'utf8' }).stdout,
  );
  return answers.join('').replace(/^\S+ /, '');
}
