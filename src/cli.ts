#!/usr/bin/env node
import { interruptSignal, watchOutput } from './cli/interrupts.js';
import type { Io } from './cli/io.js';
import { requireNode } from './cli/node-version.js';
import { lenientStderr, wholeStdout } from './cli/process-output.js';
import { createProgram } from './cli/program.js';
import { reportError } from './cli/report-error.js';

// Only this file, cli/interrupts.ts and cli/process-output.ts touch the process: arguments, streams, signals, exit code.

const io: Io = {
  stdout: wholeStdout(),
  stderr: lenientStderr(),
  columns: process.stdout.columns || 80,
  // Asked again each time: a window changes its size while a run measures.
  get errorColumns() {
    return process.stderr.columns || undefined;
  },
  isInteractive: process.stderr.isTTY,
  color: process.stdout.isTTY && process.env.NO_COLOR === undefined,
};
const setExitCode = (code: number): void => {
  process.exitCode = code;
};

watchOutput();
try {
  requireNode(process.versions.node);
  await createProgram({ io, interruptSignal, setExitCode }).parseAsync(process.argv);
} catch (error) {
  setExitCode(reportError(error, io));
}
