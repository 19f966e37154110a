import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../../src/package-root.js';
import { median } from '../../src/statistics/median.js';
import { runCompiler } from '../compile.js';
import { findCompiler } from '../compiler.js';

/** Calls whose median counts, on both sides. */
export const callCount = 7;

/** Bytes per second, read and written by all threads together, by the name of a test. */
export type Speeds = Readonly<Record<string, number>>;

/** A program that reads or copies arrays too. */
export interface Rival {
  readonly name: string;
  /** What counts without arguments: MiB of one array, rounds, and threads where there may be several. */
  readonly defaults: readonly [number, number] | readonly [number, number, number];
  /** What is compared. */
  readonly tests: readonly { readonly algorithm: string; readonly otherTest: string }[];
  /**
   * Makes it ready. Each call of what this returns executes every test.
   * @throws Error where it cannot be had.
   */
  readonly open: (arrayMib: number, threadCount: number) => Promise<() => Speeds>;
}

/**
 * Debian's mbw, and a program of its own for several threads (stream.cc; a C++ compiler and AVX2).
 *
 * What mbw 1.2 measures, which is repeated here so that both measure the same: two arrays from calloc, written once
 * before the clock starts, so without page faults and on ordinary pages; the same x and y in every call; wall time of
 * one copy of a whole array; bytes counted once, in MiB. MEMCPY is the C library's memcpy, DUMB a loop over 64-bit
 * words with ordinary stores. It has no test that only reads.
 */
export const rivals: readonly Rival[] = [
  {
    name: 'mbw',
    defaults: [256, 20],
    tests: [
      { algorithm: 'libc-memcpy', otherTest: 'MEMCPY' },
      { algorithm: 'copy', otherTest: 'DUMB' },
      { algorithm: 'read', otherTest: 'MEMCPY' },
    ],
    open: (arrayMib) => {
      if (spawnSync('mbw', ['-h']).error !== undefined) {
        throw new Error('mbw is not installed; on Debian and Ubuntu: apt-get install mbw');
      }
      return Promise.resolve(() => ({
        MEMCPY: mbwSpeed('MEMCPY', '-t0', arrayMib),
        DUMB: mbwSpeed('DUMB', '-t1', arrayMib),
      }));
    },
  },
  {
    name: 'stream',
    defaults: [128, 10, 2],
    tests: ['read', 'copy', 'copy-nt'].map((test) => ({ algorithm: test, otherTest: test })),
    open: async (arrayMib, threadCount) => {
      const program = await compileStream();
      const flags = [threadCount, arrayMib, callCount].map(String);
      return () => {
        const lines = execFileSync(program, flags, { encoding: 'utf8' }).trim().split('\n');
        return Object.fromEntries(
          lines.map((line) => {
            const [test = '', speed] = line.split(' ');
            return [test, Number(speed)];
          }),
        );
      };
    },
  },
];

/** A line a copy: `0<tab>Method: MEMCPY<tab>Elapsed: 0.02237<tab>MiB: ...`. */
function mbwSpeed(test: string, testFlag: string, arrayMib: number): number {
  const flags = ['-q', '-a', testFlag, '-n', String(callCount), String(arrayMib)];
  const stdout = execFileSync('mbw', flags, { encoding: 'utf8' });
  const lines = [...stdout.matchAll(/Method: (\w+)\s+Elapsed: ([\d.]+)/g)];
  if (lines.length !== callCount || lines.some(([, method]) => method !== test)) {
    throw new Error(`mbw printed something else: ${stdout}`);
  }
  return (2 * arrayMib * 2 ** 20) / median(lines.map(([, , seconds]) => Number(seconds)));
}

async function compileStream(): Promise<string> {
  const compiler = findCompiler();
  if (compiler === null) throw new Error('no C++ compiler found');
  const folder = join(packageRoot(), 'build', 'calibrate');
  mkdirSync(folder, { recursive: true });
  const output = join(folder, 'stream');
  const source = join(packageRoot(), 'scripts', 'calibrate', 'stream.cc');
  // Left as they are written: the compiler would make memcpy of the copy.
  const flags = ['-std=c++20', '-O2', '-mavx2', '-fno-tree-loop-distribute-patterns', '-pthread'];
  await runCompiler(compiler.command, [...flags, source, '-o', output]);
  return output;
}
