// Cross-compiles the addon for every platform of `platforms` into prebuilds/<platform>-<arch>/, for the npm
// package. Names of platforms as arguments build those alone; with --small-grid they have one shape of each kind of
// kernel, for tests, and go into build/small-grid/. Does nothing where sources, flags and compiler are those of the
// last build. Fails when a compiler is missing (with --where-possible it says so and leaves that platform out), and
// when a binary wants a newer C library than `newestGlibc`.
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { isIntact, writeChecksum } from '../src/backends/native/addon-checksum.js';
import { addonFileName, prebuildsFolder } from '../src/backends/native/addon-paths.js';
import { runCompiler } from './compile.js';
import { targetFlags } from './compiler.js';
import { addonFlags, compileKernels } from './kernel-objects.js';
import { smallGridAddons, withSmallGrid } from './small-grid.js';

interface Platform {
  readonly architecture: 'x64' | 'arm64';
  /** Prefix of the GNU tools. */
  readonly triplet: string;
  readonly flags: readonly string[];
  readonly libcFlags: readonly string[];
  readonly linkFlags: readonly string[];
}

/** The kernels of Linux are compiled as for the addon of this machine and for tests, and compiled once. */
const linuxFlags = { flags: [], libcFlags: ['-DSOFTMAX_BENCH_OLD_GLIBC'] };
const linuxLinkFlags = ['-shared', '-s', '-static-libgcc', '-Wl,--as-needed'];

/** As Node names them: platform and architecture. */
const platforms: Readonly<Record<string, Platform>> = {
  'linux-x64': {
    architecture: 'x64',
    triplet: 'x86_64-linux-gnu',
    ...linuxFlags,
    linkFlags: linuxLinkFlags,
  },
  'linux-arm64': {
    architecture: 'arm64',
    triplet: 'aarch64-linux-gnu',
    ...linuxFlags,
    linkFlags: linuxLinkFlags,
  },
  'win32-x64': {
    architecture: 'x64',
    triplet: 'x86_64-w64-mingw32',
    // GCC does not align the stack for wide vectors on Windows (its bug 54412): no move may rely on it.
    // Half of windows.h is used by nothing here.
    flags: ['-Wa,-muse-unaligned-vector-move', '-DWIN32_LEAN_AND_MEAN'],
    libcFlags: [],
    linkFlags: ['-shared', '-s', '-static'],
  },
};

/** The oldest C library that Node 20 itself runs on. */
const newestGlibc = [2, 28] as const;

const headers = createRequire(import.meta.url)('node-api-headers') as {
  readonly def_paths: { readonly node_api_def: string };
};

const args = process.argv.slice(2);
const isWhereverPossible = args.includes('--where-possible');
const isSmallGrid = args.includes('--small-grid');
const named = args.filter((arg) => !arg.startsWith('--'));
for (const name of named.length > 0 ? named : Object.keys(platforms)) {
  const platform = platforms[name];
  if (platform === undefined) {
    throw new Error(`${name}: expected ${Object.keys(platforms).join(', ')}`);
  }
  const compiler = `${platform.triplet}-g++`;
  if (spawnSync(compiler, ['--version']).status === 0) {
    await build(name, platform, compiler);
  } else {
    process.stderr.write(`${name}: not built, there is no ${compiler}\n`);
    if (!isWhereverPossible) process.exitCode = 1;
  }
}

async function build(name: string, platform: Platform, compiler: string): Promise<void> {
  const output = join(
    packageRoot(),
    'build',
    'prebuild',
    isSmallGrid ? `${name}-small-grid` : name,
  );
  const addon = join(isSmallGrid ? smallGridAddons : prebuildsFolder(), name, addonFileName);
  const flagsByTarget = targetFlags[platform.architecture]!;
  const stamp = join(output, 'stamp');
  const { fingerprint, objects } = await compileKernels(
    'addon',
    compiler,
    [...addonFlags, ...platform.flags],
    isSmallGrid ? withSmallGrid(flagsByTarget) : flagsByTarget,
    platform.libcFlags,
  );
  const made = `${fingerprint} ${platform.linkFlags.join(' ')}`;
  if (isIntact(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;

  for (const path of [output, dirname(addon)]) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  }
  await runCompiler(compiler, [
    ...platform.linkFlags,
    ...objects,
    ...(name.startsWith('win32') ? [nodeImportLibrary(platform.triplet, output)] : []),
    '-o',
    addon,
  ]);
  if (name.startsWith('linux')) requireOldGlibc(platform.triplet, addon);
  writeChecksum(addon);
  writeFileSync(stamp, made);
  process.stderr.write(`${name}: ${statSync(addon).size} bytes\n`);
}

/** Windows resolves the functions of Node-API by the name of the program that exports them. */
function nodeImportLibrary(triplet: string, folder: string): string {
  const library = join(folder, 'node.lib');
  execFileSync(`${triplet}-dlltool`, ['-d', headers.def_paths.node_api_def, '-l', library]);
  return library;
}

/** @throws Error for an addon that systems with the oldest C library could not load. */
function requireOldGlibc(triplet: string, addon: string): void {
  const symbols = execFileSync(`${triplet}-objdump`, ['-T', addon], { encoding: 'utf8' });
  const [newestMajor, newestMinor] = newestGlibc;
  for (const [version, major, minor] of symbols.matchAll(/GLIBC_(\d+)\.(\d+)/g)) {
    const isNewer =
      Number(major) > newestMajor || (Number(major) === newestMajor && Number(minor) > newestMinor);
    if (isNewer) throw new Error(`${addon} needs ${version}, newer than ${newestGlibc.join('.')}`);
  }
}
