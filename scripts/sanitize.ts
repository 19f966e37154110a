// Builds the kernels and src/kernels/tests with the address and undefined-behaviour sanitizers, and runs
// them. Fails where there is no compiler or it has no sanitizers: then nothing was checked.
import { spawnSync } from 'node:child_process';

import { buildTestProgram } from './build-test-program.js';
import { findCompiler, targetFlags } from './compiler.js';

/**
 * Left out, because they double the time to compile: checks for null, which the address sanitizer has
 * too, and for alignment, where the aligned vector instructions fault by themselves. Calls in place of
 * inlined address checks save half of the rest. Warnings are the ordinary build's business.
 */
const sanitizerFlags = [
  '-O1',
  '-w',
  '-fsanitize=address,undefined',
  '-fno-sanitize=null,alignment',
  '-fno-sanitize-recover=all',
  '--param=asan-instrumentation-with-call-threshold=0',
  // One shape of each kind (table.h): the whole grid takes minutes.
  '-DSOFTMAX_BENCH_SMALL_GRID',
];

const flagsByTarget = targetFlags[process.arch];
if (flagsByTarget === undefined) throw new Error(`no native kernels for ${process.arch}`);
const compiler = findCompiler();
if (compiler === null)
  throw new Error('no C++ compiler found (set CXX, or install g++ or clang++)');

const program = await buildTestProgram(compiler.command, 'sanitize', flagsByTarget, sanitizerFlags);
const { status, signal } = spawnSync(program, { stdio: 'inherit' });
if (signal !== null) process.stderr.write(`the program under sanitizers was ended by ${signal}\n`);
process.exitCode = status ?? 1;
