// Cross-compiles the kernels and src/kernels/tests for AArch64 and runs them under qemu: every kernel of the
// targets neon and scalar, all variants, or with --small-grid one shape of each kind. Fails where the cross compiler
// or qemu-aarch64 is missing: then nothing was checked.
import { spawnSync } from 'node:child_process';

import { buildTestProgram } from './build-test-program.js';
import { targetFlags } from './compiler.js';
import { withSmallGrid } from './small-grid.js';

const triplet = 'aarch64-linux-gnu';
const flagsByTarget = targetFlags.arm64!;

const program = await buildTestProgram(
  `${triplet}-g++`,
  'test-neon',
  process.argv.includes('--small-grid') ? withSmallGrid(flagsByTarget) : flagsByTarget,
  [],
  ['-static'],
);
const { status, error } = spawnSync('qemu-aarch64', [program], { stdio: 'inherit' });
if (error !== undefined) process.stderr.write(`qemu-aarch64 does not start: ${error.message}\n`);
process.exitCode = status ?? 1;
