// Compares read, copy and copy-nt of several threads with a program of its own for the purpose (calibrate/stream.cc),
// in one interleaved run, each thread on arrays of its own, and prints what a barrier and strong scaling cost:
//   npm run calibrate-threads -- [threads, default 2] [MiB of one array, default 128] [rounds, default 10]
// Takes a C++ compiler and AVX2. `npm run calibrate-threads -- 2 1 1` shows in seconds that it works.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Backend, Team } from '../src/backends/backend.js';
import { loadBackends } from '../src/backends/load.js';
import { timedRequestOf } from '../src/measure/worker/timed-request.js';
import { cellAt } from '../src/model/cell.js';
import { oneRow } from '../src/model/problem.js';
import { targets, type Scaling, type Target } from '../src/model/vocabulary.js';
import { packageRoot } from '../src/package-root.js';
import { algorithmOf } from '../src/softmax/algorithms.js';
import { medianInterval } from '../src/statistics/median-interval.js';
import { median } from '../src/statistics/median.js';
import { formatGigabytesPerSecond, formatRatio } from '../src/units.js';
import { runCompiler } from './compile.js';
import { findCompiler } from './compiler.js';

const sweepCount = 7;
const tests = ['read', 'copy', 'copy-nt'] as const;
const arraysMoved = { read: 1, copy: 2, 'copy-nt': 2 } as const;

const [threadCount = 2, arrayMib = 128, roundCount = 10] = process.argv.slice(2).map(Number);
const { native, target } = nativeTarget();
const program = await compileStream();
const arrayBytes = arrayMib * 2 ** 20;
const cpus = Array.from({ length: threadCount }, (_, cpu) => cpu);

console.log(
  `${threadCount} threads, arrays of ${arrayMib} MiB each, ${roundCount} rounds; GB/s by bytes read and written`,
);
const rounds = Array.from({ length: roundCount }, (_, round) => measureRound(round));
for (const test of tests) {
  const ratios = rounds.map(({ own, stream }) => own[test] / stream[test]);
  const interval = medianInterval(ratios);
  const range =
    interval === null
      ? 'too few rounds for an interval'
      : `95% CI ${formatRatio(interval.low)}-${formatRatio(interval.high)}`;
  const speeds = (['own', 'stream'] as const).map((side) =>
    formatGigabytesPerSecond(median(rounds.map((round) => round[side][test]))),
  );
  console.log(
    `${test} (${target}) over stream: ${formatRatio(median(ratios))} (${range}), ${speeds.join(' over ')}`,
  );
}
printStrongScaling();

type Speeds = Readonly<Record<(typeof tests)[number], number>>;

/** Bytes per second of each test, both sides within seconds; each side is first in every other round. */
function measureRound(round: number): { readonly own: Speeds; readonly stream: Speeds } {
  if (round % 2 === 0) {
    const own = ownSpeeds();
    return { own, stream: streamSpeeds() };
  }
  const stream = streamSpeeds();
  return { own: ownSpeeds(), stream };
}

/** On pages of their own each time, as the other side has them. */
function ownSpeeds(): Speeds {
  const team = teamOf('weak', arrayBytes);
  try {
    return Object.fromEntries(
      tests.map((test) => {
        const bytes = arraysMoved[test] * threadCount * arrayBytes;
        return [test, bytes / (medianNs(team, test, arrayBytes, sweepCount) / 1e9)];
      }),
    ) as Speeds;
  } finally {
    team.free();
  }
}

function streamSpeeds(): Speeds {
  const flags = [threadCount, arrayMib, sweepCount].map(String);
  const lines = execFileSync(program, flags, { encoding: 'utf8' }).trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.split(' ')[0], Number(line.split(' ')[1])]),
  ) as Speeds;
}

/** Speed-up of one row over one thread, and the barrier. */
function printStrongScaling(): void {
  for (const bytes of [2 ** 18, arrayBytes]) {
    const team = teamOf('strong', bytes);
    const alone = native.allocate({ xBytes: bytes, yBytes: bytes, pages: 'default' });
    for (const algorithm of ['copy', 'two-pass', 'three-pass-recompute']) {
      const ratios = Array.from({ length: roundCount }, () => {
        const request = requestOf(algorithm, bytes, null);
        const calls = Math.max(1, Math.round(2 ** 24 / bytes));
        const one = alone.time({ ...request, batchCount: calls }).durationNs;
        return (
          one / team.withThreads(threadCount).time({ ...request, batchCount: calls }).durationNs
        );
      });
      console.log(
        `one row of ${bytes / 4} elements, ${algorithm}: ${formatRatio(median(ratios))} faster than one thread`,
      );
    }
    if (bytes === arrayBytes) console.log(`barrier: ${Math.round(team.barrierNs(threadCount))} ns`);
    team.free();
    alone.free();
  }
}

function medianNs(team: Team, algorithm: string, bytes: number, callCount: number): number {
  const workspace = team.withThreads(threadCount);
  const request = requestOf(algorithm, bytes, 'weak');
  return median(Array.from({ length: callCount }, () => workspace.time(request).durationNs));
}

function requestOf(algorithm: string, bytes: number, scaling: Scaling | null) {
  const { operation, passes } = algorithmOf(algorithm);
  const cell = cellAt(
    {
      operation,
      implementation: algorithm,
      target,
      problem: oneRow(bytes / 4),
      cacheState: 'warm',
      threadCount: scaling === null ? 1 : threadCount,
      placement: scaling === null ? null : 'compact',
      scaling,
      pages: 'default',
      profile: null,
    },
    passes.map(({ pass, store }) => native.defaultVariant(target, pass, store)),
  );
  // The size of the cache matters to rings alone, and warm arrays have none.
  return timedRequestOf(cell, 1);
}

function teamOf(scaling: Scaling, bytes: number): Team {
  if (native.allocateTeam === null) throw new Error('the native kernels have no threads');
  return native.allocateTeam({ xBytes: bytes, yBytes: bytes, pages: 'default', cpus, scaling });
}

function nativeTarget(): { readonly native: Backend; readonly target: Target } {
  const found = loadBackends().backends.find(({ name }) => name === 'native');
  const best = targets.find((id) =>
    found?.targets.some((status) => status.target === id && status.available),
  );
  if (found === undefined || best === undefined) {
    throw new Error('the native kernels are not built; see build/native/error.log');
  }
  return { native: found, target: best };
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
