import { spawnSync } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { compileAll, compileJobs, kernelSources, type SourceFile } from './compile.js';
import { commonFlags } from './compiler.js';

/** Compiled sources. */
export interface CompiledObjects {
  /** Changes with the compiler, the flags and every source, and with nothing else. */
  readonly fingerprint: string;
  readonly objects: readonly string[];
}

/** `kernels` are the kernels and their driver: enough for a program. An `addon` has what calls Node besides. */
export type ObjectsFor = 'kernels' | 'addon';

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
 * Compiles the sources that are not compiled yet. The name of an object is a hash of compiler, flags, source
 * and headers: what was compiled for one purpose serves another.
 * @param libcFlags flags for the files alone that call functions which glibc 2.34 moved
 * @throws Error with what the compiler said.
 */
export async function compileKernels(
  purpose: ObjectsFor,
  compiler: string,
  flags: readonly string[],
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
  libcFlags: readonly string[] = [],
): Promise<CompiledObjects> {
  const common = createHash('sha256').update(identityOf(compiler)).update(headersText());
  const { kernels, addon } = compileJobs(flags, flagsByTarget, libcFlags);
  const jobs = [...kernels, ...(purpose === 'addon' ? addon : [])].map((job) => ({
    ...job,
    object: objectOf(common.copy(), job),
  }));
  mkdirSync(folder, { recursive: true });
  await compileAll(
    compiler,
    jobs.filter(({ object }) => !existsSync(object)),
  );
  const objects = jobs.map(({ object }) => object);
  return {
    fingerprint: createHash('sha256').update(objects.join()).digest('hex').slice(0, 16),
    objects,
  };
}

function objectOf(hash: Hash, { source, flags }: SourceFile): string {
  hash.update(JSON.stringify([source, flags])).update(textOf(source));
  return join(folder, `${hash.digest('hex').slice(0, 16)}.o`);
}

/** With the sources that it includes; headers count for all. */
function textOf(source: string): string {
  return readFileSync(source, 'utf8').replaceAll(/^#include "(.+\.cc)"$/gm, (_, name: string) =>
    readFileSync(join(dirname(source), name), 'utf8'),
  );
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
