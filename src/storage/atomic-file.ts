import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

import { exitCodes } from '../errors.js';
import { cannotWrite, removeIfThere } from './file-system.js';
import { temporaryPathFor } from './temporary-path.js';

/** A file that comes into being whole or not at all. */
export interface AtomicFile {
  write(chunk: string): void;
  /** Makes what was written the content of the file. */
  commit(): void;
  /** Leaves things as they were; without effect after `commit`. */
  discard(): void;
}

/**
 * Opens a file so that a reader finds either the former or the whole new one, also after a crash: a
 * temporary file in the same folder is written, synced and renamed. Whoever opens it ends with `commit` or
 * `discard`; an error of its own discards it.
 * @param exitCode of the errors that it and its methods throw.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function openAtomically(path: string, exitCode: number = exitCodes.usage): AtomicFile {
  const temporaryPath = temporaryPathFor(path);
  let file: number | null = null;
  const discard = (): void => {
    if (file === null) return;
    const opened = file;
    file = null;
    closeSync(opened);
    removeIfThere(temporaryPath);
  };
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      discard();
      throw cannotWrite(path, error, exitCode);
    }
  };
  attempt(() => {
    file = openSync(temporaryPath, 'wx');
  });
  return {
    write(chunk) {
      attempt(() => {
        if (file !== null) writeFileSync(file, chunk);
      });
    },
    commit() {
      attempt(() => {
        if (file === null) return;
        fsyncSync(file);
        renameSync(temporaryPath, path);
        const written = file;
        file = null;
        closeSync(written);
      });
    },
    discard,
  };
}

/**
 * Writes a whole file as `openAtomically` does.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function writeAtomically(
  path: string,
  text: string,
  exitCode: number = exitCodes.usage,
): void {
  const file = openAtomically(path, exitCode);
  file.write(text);
  file.commit();
}
