import { CommanderError } from 'commander';

import { SoftmaxBenchError, exitCodes, outOfFilesText } from '../errors.js';
import { packageInfo } from '../package-root.js';
import type { Io } from './io.js';

/** Tells the user what went wrong. Returns the exit code. */
export function reportError(error: unknown, { stderr }: Pick<Io, 'stderr'>): number {
  if (error instanceof CommanderError) {
    // Commander has written its message. Its own code for a usage error is 1.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (error instanceof SoftmaxBenchError) {
    // It may quote a file, which must not command the terminal. A message about a config has several lines.
    const message = error.message.replaceAll(/(?!\n)\p{Cc}/gu, ' ');
    stderr(`${packageInfo().name}: ${message}\n`);
    return error.exitCode;
  }
  const outOfFiles = outOfFilesText(error);
  if (outOfFiles !== null) {
    stderr(`${packageInfo().name}: ${outOfFiles}\n`);
    return exitCodes.failure;
  }
  stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.bug;
}
