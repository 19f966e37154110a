import { interruptSignal, watchOutput } from './interrupts.js';
import type { Io } from './io.js';
import { requireNode } from './node-version.js';
import { lenientStderr, wholeStdout } from './process-output.js';
import { createProgram } from './program.js';
import { reportError } from './report-error.js';

// Only this file, interrupts.ts, process-output.ts and ../cli.ts touch the process: arguments, streams, signals, exit code.

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

/** Runs the command line of this process. Never throws. */
export async function main(): Promise<void> {
  watchOutput();
  try {
    requireNode(process.versions.node);
    await createProgram({ io, interruptSignal, setExitCode }).parseAsync(process.argv);
  } catch (error) {
    setExitCode(reportError(error, io));
  }
}
