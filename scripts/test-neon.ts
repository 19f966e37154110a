// Cross-compiles the kernels and src/kernels/tests for AArch64 and runs them under qemu: every kernel of the
// targets neon and scalar, all variants. Fails where the cross compiler or qemu-aarch64 is missing: then
// nothing was checked.
import { spawnSync } from 'node:child_process';

import { buildTestProgram } from './build-test-program.js';
import { targetFlags } from './compiler.js';

const triplet = 'aarch64-linux-gnu';

const program = await buildTestProgram(
  `${triplet}-g++`,
  'test-neon',
  targetFlags.arm64!,
  [],
  ['-static'],
);
const { status, error } = spawnSync('qemu-aarch64', [program], { stdio: 'inherit' });
if (error !== undefined) process.stderr.write(`qemu-aarch64 does not start: ${error.message}\n`);
process.exitCode = status ?? 1;
