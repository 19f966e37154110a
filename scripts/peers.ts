// Compares the native kernels with XNNPACK's softmax operator in one interleaved run:
//   npm run peers -- [elements] [ring in MiB] [rounds]
// Needs XNNPACK with its header (Debian: libxnnpack-dev libpthreadpool-dev) and the built addon's objects.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { findCompiler } from './compiler.js';

const objectsFolder = join(packageRoot(), 'build', 'native');
const program = join(packageRoot(), 'build', 'peers');

const compiler = findCompiler();
if (compiler === null) throw new Error('no C++ compiler found');
const objects = readdirSync(objectsFolder)
  .filter((name) => name.endsWith('.o') && name !== 'addon.cc.o')
  .map((name) => join(objectsFolder, name));
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
