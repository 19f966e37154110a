// Prints the figures that judge the kernels, each from one interleaved run:
//   npm run speed -- out-of-cache [--llc 32Mi]   time over the skeleton's, gains of two-pass and NT stores
//   npm run speed -- in-cache                    ns per element at 262144 elements
//   npm run speed -- wasm                        ns per element of WebAssembly, and its factors over js and scalar
//   npm run speed -- repeat [--llc 32Mi]         whether two runs of `default` agree
//   npm run speed -- start-up                    time of `softmax-bench --help`
// What follows the name is passed on to `softmax-bench run`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MeasuredOutcome } from '../src/model/outcome.js';
import { elementBytesOf, elementsOf, oneRow } from '../src/model/problem.js';
import type { ResultDocument } from '../src/model/result.js';
import { wasmTargets } from '../src/model/vocabulary.js';
import { packageRoot } from '../src/package-root.js';
import { skeletonIdOf } from '../src/softmax/algorithms.js';
import { medianInterval } from '../src/statistics/median-interval.js';
import { median } from '../src/statistics/median.js';
import { pairedRatio } from '../src/statistics/paired-ratio.js';
import { readDocument } from '../src/storage/store.js';

const cli = join(packageRoot(), 'dist', 'program', 'cli.js');
const inCacheElementCount = 262_144;

const reports: Readonly<Record<string, (flags: readonly string[]) => void>> = {
  'out-of-cache': reportOutOfCache,
  'in-cache': reportInCache,
  wasm: reportWasm,
  repeat: reportRepeat,
  'start-up': reportStartUp,
};

const [name = '', ...flags] = process.argv.slice(2);
const report = reports[name];
if (report === undefined) {
  process.stderr.write(`usage: speed ${Object.keys(reports).join('|')} [flags of run]\n`);
  process.exitCode = 2;
} else {
  report(flags);
}

/** Arrays of four times the last-level cache: nothing of one call is left in cache for the next. */
function reportOutOfCache(flags: readonly string[]): void {
  const { lastLevelCacheBytes } = measure([
    '--sizes',
    '1Ki',
    '--algorithms',
    'copy',
    ...flags,
  ]).machine;
  const elementCount = Math.ceil((4 * lastLevelCacheBytes) / elementBytesOf(oneRow(1)));
  const fixed = ['--sizes', String(elementCount), '--rounds', '15', '--budget', '600'];
  const document = measure([
    ...fixed,
    ...[
      '--algorithms',
      'softmax,softmax-skeletons,copy',
      '--no-per-pass',
      ...targetFlags(flags),
      ...flags,
    ],
  ]);
  console.log(`${document.machine.cpuModel}, ${elementCount} elements, cold output`);
  for (const target of targetsOf(document)) {
    const find = (implementation: string) =>
      outcomeOf(document, implementation, target, elementCount);
    for (const { cell } of measuredOf(document)) {
      const { implementation } = cell;
      const skeleton = find(skeletonIdOf(implementation));
      if (cell.target !== target || skeleton === null) continue;
      printRatio(`${target} ${implementation} time over skeleton`, find(implementation), skeleton);
    }
    const twoPass = find('two-pass');
    printRatio(`${target} two-pass speed over recompute`, find('three-pass-recompute'), twoPass);
    printRatio(`${target} two-pass speed over reload`, find('three-pass-reload'), twoPass);
    printRatio(`${target} two-pass-nt speed over two-pass`, twoPass, find('two-pass-nt'));
  }
}

function reportInCache(flags: readonly string[]): void {
  printInCache(['--cache-states', 'cold-output,warm', ...targetFlags(flags), ...flags]);
}

/** WebAssembly against JavaScript, and against C++ without vectors. */
function reportWasm(flags: readonly string[]): void {
  const others = ['js', 'scalar'];
  const targets = [...wasmTargets, ...others].join();
  const document = printInCache(['--cache-states', 'warm', '--targets', targets, ...flags]);
  for (const target of wasmTargets) {
    for (const algorithm of ['three-pass-reload', 'two-pass']) {
      const find = (name: string) => outcomeOf(document, algorithm, name, inCacheElementCount);
      for (const other of others) {
        printRatio(`${target} ${algorithm} speed over ${other}`, find(other), find(target));
      }
    }
  }
}

/** Runs and prints what an element takes in cache. */
function printInCache(flags: readonly string[]): ResultDocument {
  const elementCount = inCacheElementCount;
  const document = measure([
    ...['--sizes', String(elementCount), '--algorithms', 'softmax,copy', '--rounds', '40'],
    ...['--no-per-pass', '--budget', '120', ...flags],
  ]);
  console.log(`${document.machine.cpuModel}, ${elementCount} elements`);
  for (const { cell, durationsNs } of measuredOf(document)) {
    const perElement = durationsNs.map((durationNs) => durationNs / elementsOf(cell.problem));
    const interval = medianInterval(perElement);
    const range = interval === null ? '' : ` (${digits(interval.low)}-${digits(interval.high)})`;
    const where = `${cell.target} ${cell.cacheState} ${cell.implementation}`;
    console.log(`${where}: ${digits(median(perElement))} ns an element${range}`);
  }
  return document;
}

function reportRepeat(flags: readonly string[]): void {
  const runs = [1, 2].map(() => measure(flags));
  const pairs = [
    ['three-pass-recompute', 'two-pass'],
    ['three-pass-reload', 'two-pass'],
    ['two-pass', 'two-pass-nt'],
  ] as const;
  for (const [slow, fast] of pairs) {
    const gains = runs.map((document) => {
      const elementCount = Math.max(
        ...measuredOf(document).map(({ cell }) => elementsOf(cell.problem)),
      );
      const [target = ''] = targetsOf(document);
      const find = (algorithm: string) => outcomeOf(document, algorithm, target, elementCount);
      return printRatio(`${fast} speed over ${slow}`, find(slow), find(fast));
    });
    const [first, second] = gains;
    if (first === undefined || second === undefined) continue;
    console.log(`  the runs differ by ${digits(100 * Math.abs(first / second - 1))}%`);
  }
}

function reportStartUp(): void {
  const durationsMs = Array.from({ length: 21 }, () => {
    const startMs = performance.now();
    spawnSync(process.execPath, [cli, '--help']);
    return performance.now() - startMs;
  });
  console.log(`softmax-bench --help: ${digits(median(durationsMs))} ms, median of 21`);
}

/** A run in a folder of its own, which is gone afterwards. */
function measure(flags: readonly string[]): ResultDocument {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-speed-'));
  try {
    const run = spawnSync(process.execPath, [cli, 'run', '--out', folder, ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0) throw new Error(`softmax-bench run ${flags.join(' ')} failed`);
    return readDocument(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both vector targets, unless the caller names some. */
function targetFlags(flags: readonly string[]): string[] {
  return flags.includes('--targets') ? [] : ['--targets', 'avx512,avx2'];
}

function measuredOf(document: ResultDocument): MeasuredOutcome[] {
  return document.outcomes.filter((outcome) => outcome.status === 'measured');
}

function targetsOf(document: ResultDocument): string[] {
  return [...new Set(measuredOf(document).map(({ cell }) => cell.target))];
}

function outcomeOf(
  document: ResultDocument,
  implementation: string,
  target: string,
  elementCount: number,
): MeasuredOutcome | null {
  const found = measuredOf(document).find(
    ({ cell }) =>
      cell.implementation === implementation &&
      cell.target === target &&
      elementsOf(cell.problem) === elementCount,
  );
  return found ?? null;
}

/** Prints time of a over time of b, paired within rounds, and returns it. */
function printRatio(
  label: string,
  a: MeasuredOutcome | null,
  b: MeasuredOutcome | null,
): number | undefined {
  const paired = a === null || b === null ? null : pairedRatio(a, b);
  if (paired === null) return undefined;
  const { ratio, interval, roundCount } = paired;
  const range = interval === null ? '' : ` (${digits(interval.low)}-${digits(interval.high)})`;
  console.log(`${label}: ${digits(ratio)}${range}, ${roundCount} rounds`);
  return ratio;
}

function digits(value: number): string {
  return value.toFixed(3);
}
