// Builds the kernels and src/kernels/tests with the address and undefined-behaviour sanitizers, and again with that
// of threads, and runs them. Fails where there is no compiler or it has no sanitizers: then nothing was checked.
import { spawnSync } from 'node:child_process';

import { buildTestProgram } from './build-test-program.js';
import { findCompiler, targetFlags } from './compiler.js';
import { smallGridFlag } from './small-grid.js';

/** Warnings are the ordinary build's business. */
const commonFlags = [
  '-w',
  smallGridFlag,
  // Yield sooner than where time is measured: many threads share a CPU here.
  '-DSOFTMAX_BENCH_SPINS=50',
];

/**
 * Left out, because they double the time to compile: checks for null, which the address sanitizer has
 * too, and for alignment, where the aligned vector instructions fault by themselves. Calls in place of
 * inlined address checks save half of the rest.
 */
const memoryFlags = [
  ...commonFlags,
  '-O1',
  '-fsanitize=address,undefined',
  '-fno-sanitize=null,alignment',
  '-fno-sanitize-recover=all',
  '--param=asan-instrumentation-with-call-threshold=0',
];

/** Hardly optimised: these few tests take less time than compiling does. Threads meet in the same way on every target. */
const threadFlags = [...commonFlags, '-O0', '-fsanitize=thread', '-DSOFTMAX_BENCH_SCALAR_ONLY'];

const flagsByTarget = targetFlags[process.arch];
if (flagsByTarget === undefined) throw new Error(`no native kernels for ${process.arch}`);
const compiler = findCompiler();
if (compiler === null)
  throw new Error('no C++ compiler found (set CXX, or install g++ or clang++)');

const memoryTests = await buildTestProgram(
  compiler.command,
  'sanitize',
  flagsByTarget,
  memoryFlags,
);
const threadTests = await buildTestProgram(
  compiler.command,
  'sanitize-threads',
  { scalar: [] },
  threadFlags,
);
check([memoryTests]);
if (process.platform === 'linux') {
  // Where addresses are random the sanitizer may find the memory taken that it counts on.
  check(['setarch', '-R', threadTests, 'threads']);
} else {
  check([threadTests, 'threads']);
}

/** Runs a program, which ends with 0 where all is well. */
function check([program, ...args]: [string, ...string[]]): void {
  const { status, signal, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error !== undefined) process.stderr.write(`${program} does not start: ${error.message}\n`);
  if (signal !== null)
    process.stderr.write(`the program under sanitizers was ended by ${signal}\n`);
  if (status !== 0) process.exitCode = status ?? 1;
}
