// Compares the native kernels with XNNPACK's softmax operator in one interleaved run:
//   npm run peers -- [elements] [ring in MiB] [rounds]
// Takes XNNPACK with its header (Debian: libxnnpack-dev libpthreadpool-dev). `npm run peers -- 4096 1 1` shows in
// seconds that it works.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { findCompiler, targetFlags } from './compiler.js';
import { addonFlags, compileKernels } from './kernel-objects.js';

const output = join(packageRoot(), 'build', 'peers');
const program = join(output, 'compare');

const flagsByTarget = targetFlags[process.arch];
const compiler = findCompiler();
if (flagsByTarget === undefined) throw new Error(`no native kernels for ${process.arch}`);
if (compiler === null) throw new Error('no C++ compiler found');
const { objects } = await compileKernels('kernels', compiler.command, addonFlags, flagsByTarget);
mkdirSync(output, { recursive: true });
run(compiler.command, [
  '-std=c++20',
  '-O2',
  '-iquote',
  join(packageRoot(), 'src', 'kernels'),
  join(packageRoot(), 'scripts', 'peers', 'compare.cc'),
  ...objects,
  '-lXNNPACK',
  '-o',
  program,
]);
run(program, process.argv.slice(2));

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} failed`);
}
