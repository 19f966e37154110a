import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { compileAll, compileJobs, kernelSources, type CompileJob } from './compile.js';
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

/**
 * Compiles every source of the addon, into a folder of its own for each compiler, flags and sources: what was
 * compiled for one purpose serves another.
 * @throws Error with what the compiler said.
 */
export async function compileKernels(
  compiler: string,
  flags: readonly string[],
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
): Promise<KernelObjects> {
  const planned = compileJobs('', flags, flagsByTarget);
  const fingerprint = fingerprintOf(compiler, [...planned.kernels, ...planned.addon]);
  const folder = join(packageRoot(), 'build', 'objects', fingerprint);
  const { kernels, addon } = compileJobs(folder, flags, flagsByTarget);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    mkdirSync(folder, { recursive: true });
    await compileAll(compiler, [...kernels, ...addon]);
    writeFileSync(complete, '');
  }
  return {
    fingerprint,
    kernels: kernels.map(({ object }) => object),
    addon: addon.map(({ object }) => object),
  };
}

function fingerprintOf(compiler: string, jobs: readonly CompileJob[]): string {
  const hash = createHash('sha256').update(identityOf(compiler)).update(JSON.stringify(jobs));
  const names = readdirSync(kernelSources, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter(isAddonSource).sort()) {
    hash.update(name).update(readFileSync(join(kernelSources, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** What a compiler is and compiles for, by whatever name it was called. */
function identityOf(compiler: string): string {
  const answers = [['--version'], ['-dumpmachine']].map(
    (flags) => spawnSync(compiler, flags, { encoding: 'utf8' }).stdout,
  );
  return answers.join('').replace(/^\S+ /, '');
}

function isAddonSource(name: string): boolean {
  return /\.(cc|h)$/.test(name) && !name.startsWith('tests') && !name.startsWith('wasm');
}
