import {
  closeSync,
  fsyncSync,
  openSync,
  readlinkSync,
  renameSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

import { exitCodes, systemCodeOf } from '../errors.js';
import { cannotWrite, removeIfThere, statIfThere } from './file-system.js';
import { temporaryPathFor } from './temporary-path.js';

/** A file that comes into being whole or not at all. */
export interface AtomicFile {
  write(chunk: string | Uint8Array): void;
  /** Makes what was written the content of the file. */
  commit(): void;
  /** Leaves things as they were; without effect after `commit`. */
  discard(): void;
}

/**
 * Opens a file so that a reader finds either the former or the whole new one, also after a crash: a
 * temporary file in the same folder is written, synced and renamed. Of a symbolic link the target is replaced.
 * What is no regular file (a device, a pipe) is written in place, as it comes. Whoever opens it ends with
 * `commit` or `discard`; an error of its own discards it.
 * @param exitCode of the errors that it and its methods throw.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function openAtomically(path: string, exitCode: number = exitCodes.usage): AtomicFile {
  try {
    if (isSpecial(statSync(path, { throwIfNoEntry: false }))) return openInPlace(path, exitCode);
    return openReplacement(path, targetOf(path), exitCode);
  } catch (error) {
    throw cannotWrite(path, error, exitCode);
  }
}

/** Whether there is something at that path, links followed, and it is neither a file nor a folder. */
export function isNoRegularFile(path: string): boolean {
  return isSpecial(statIfThere(path));
}

function isSpecial(stats: Pick<Stats, 'isFile' | 'isDirectory'> | undefined): boolean {
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** The path behind all symbolic links, which may not exist yet. @throws Error for a loop of links. */
function targetOf(path: string): string {
  const target = linkTextOf(path);
  return target === null ? path : targetOf(resolve(dirname(path), target));
}

function linkTextOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    // No link, or nothing at all.
    if (['EINVAL', 'ENOENT', 'UNKNOWN'].includes(systemCodeOf(error))) return null;
    throw error;
  }
}

function openReplacement(shownPath: string, path: string, exitCode: number): AtomicFile {
  const temporaryPath = temporaryPathFor(path);
  let file: number | null = openSync(temporaryPath, 'wx');
  const discard = (): void => {
    if (file === null) return;
    const opened = file;
    file = null;
    closeSync(opened);
    removeIfThere(temporaryPath);
  };
  const attempt = (step: (file: number) => void): void => {
    if (file === null) return;
    try {
      step(file);
    } catch (error) {
      discard();
      throw cannotWrite(shownPath, error, exitCode);
    }
  };
  return {
    write(chunk) {
      attempt((opened) => {
        writeFileSync(opened, chunk);
      });
    },
    commit() {
      attempt((opened) => {
        fsyncSync(opened);
        renameSync(temporaryPath, path);
        file = null;
        closeSync(opened);
      });
    },
    discard,
  };
}

function openInPlace(path: string, exitCode: number): AtomicFile {
  const file = openSync(path, 'w');
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    write(chunk) {
      if (!isOpen) return;
      try {
        writeFileSync(file, chunk);
      } catch (error) {
        close();
        // Whoever read it wants no more.
        if (systemCodeOf(error) !== 'EPIPE') throw cannotWrite(path, error, exitCode);
      }
    },
    commit: close,
    discard: close,
  };
}

/**
 * For work that takes long before its file is written. What is no regular file is not opened: a reader of a pipe
 * would take that for its end.
 * @throws SoftmaxBenchError where `openAtomically` would, or where there is a folder.
 */
export function requireWritable(path: string): void {
  const stats = statIfThere(path);
  if (isSpecial(stats)) return;
  if (stats?.isDirectory() === true) {
    throw cannotWrite(path, Object.assign(new Error(), { code: 'EISDIR' }));
  }
  openAtomically(path).discard();
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

/**
 * Writes a whole file under a name that nobody gave, such as that of a report beside its result. A link or a pipe that is
 * there is replaced by it: whoever sent the folder decides nothing about other files.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function writeOwnFile(
  path: string,
  content: string | Uint8Array,
  exitCode: number = exitCodes.usage,
): void {
  const file = openOwn(path, exitCode);
  file.write(content);
  file.commit();
}

function openOwn(path: string, exitCode: number): AtomicFile {
  try {
    return openReplacement(path, path, exitCode);
  } catch (error) {
    throw cannotWrite(path, error, exitCode);
  }
}
