import { spawnSync } from 'node:child_process';

/** A C++ compiler that answers, with what it says of its version. */
export interface Compiler {
  readonly command: string;
  readonly version: string;
}

/** The compiler in CXX, else the first usual one on PATH, or null. */
export function findCompiler(): Compiler | null {
  const named = process.env.CXX;
  const candidates = named === undefined || named === '' ? ['g++', 'clang++', 'c++'] : [named];
  for (const command of candidates) {
    const answer = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (answer.status !== 0) continue;
    const [version = ''] = answer.stdout.split('\n');
    return { command, version };
  }
  return null;
}

/** The architecture that kernels are compiled for, as Node names it, with the flags of each target. */
export const targetFlags: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  x64: {
    avx512: ['-mavx512f', '-mfma'],
    avx2: ['-mavx2', '-mfma'],
    scalar: [],
  },
  arm64: { neon: [], scalar: [] },
};

/**
 * Flags for every file. No contraction: whether a multiplication and an addition fuse is the
 * kernels' choice. GCC warns about uninitialized variables in its own intrinsics (its bug 105593).
 */
export const commonFlags = [
  '-std=c++20',
  '-O2',
  '-fPIC',
  '-fno-exceptions',
  '-fno-rtti',
  '-ffp-contract=off',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
  '-Wno-uninitialized',
  '-Wno-maybe-uninitialized',
] as const;
