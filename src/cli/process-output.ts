import { fstatSync, writeFileSync } from 'node:fs';

import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { reasonOfWriteError } from '../storage/file-system.js';

/**
 * What writes to stdout to its last byte. Node writes once to what is no pipe and no terminal, and says nothing of
 * what did not fit.
 * @returns a function that throws SoftmaxBenchError when the system refuses.
 */
export function wholeStdout(): (text: string) => void {
  if (isStream(process.stdout)) return (text) => process.stdout.write(text);
  return (text) => {
    try {
      writeFileSync(process.stdout.fd, text);
    } catch (error) {
      throw cannotWriteStdout(error);
    }
  };
}

/** The same for stderr, where a message that cannot be written is nothing to end for. */
export function lenientStderr(): (text: string) => void {
  if (isStream(process.stderr)) return (text) => process.stderr.write(text);
  return (text) => {
    try {
      writeFileSync(process.stderr.fd, text);
    } catch {
      // There is nowhere to say it.
    }
  };
}

/** Why stdout could not be written. */
export function cannotWriteStdout(error: unknown): SoftmaxBenchError {
  return new SoftmaxBenchError(
    `cannot write to stdout: ${reasonOfWriteError(error, 'redirect stdout to another file')}`,
    exitCodes.failure,
  );
}

/** Whether Node writes to it until everything is written: pipes, sockets, terminals. */
function isStream({ fd, isTTY }: NodeJS.WriteStream & { fd: number }): boolean {
  if (isTTY) return true;
  try {
    const stats = fstatSync(fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    // It is closed; Node opens something in its place.
    return true;
  }
}
